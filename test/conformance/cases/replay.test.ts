import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import * as agentmc from '../../../fixtures/broken/servers/agentmc.ts';
import * as agentradio from '../../../fixtures/broken/servers/agentradio.ts';
import type { ServerReport } from '../../../src/conformance/report/types.ts';
import { loadSuite } from '../../../src/conformance/scenario/load.ts';
import { suiteOf } from '../../../src/conformance/server-check.ts';
import { contractFolder } from '../../contract/support/contracts.ts';
import { checkInProcess } from '../support/in-process.ts';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'replay-'));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

const failed = ({ requirements }: ServerReport) =>
  requirements.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id);

/** Of which only sequences show what is wrong. */
const WITH_MEMORY = ['created-at-moves', 'total-counts-heartbeats'];

const servers = [
  ...agentmc.broken.map((server) => ({ ...server, contract: 'agentmc' as const })),
  ...agentradio.broken.map((server) => ({ ...server, contract: 'agentradio' as const })),
].filter(({ options, name }) => options?.generated || WITH_MEMORY.includes(name));

describe('the scenario file of a failure', () => {
  it.each(servers)(
    'shows what is wrong with $name again, and nothing of the mock',
    async (server) => {
      const { contract, change, name } = server;
      const options = WITH_MEMORY.includes(name) ? { fuzz: 200 } : { generated: true };
      const { requirements } = await checkInProcess(contract, change, options);
      const files = requirements.flatMap(({ id, findings }) =>
        findings.flatMap(({ replay }) => (replay === undefined ? [] : [{ id, text: replay }])),
      );
      expect(files.length).toBeGreaterThan(0);
      const place = await folder();
      for (const [index, { id, text }] of files.entries()) {
        expect(text).not.toContain('canary');
        const file = join(place, `${index}.yaml`);
        await writeFile(file, text);
        const replay = { suite: await suiteOf(contract, [file]), replay: [file] };
        const again = await checkInProcess(contract, change, replay);
        expect(failed(again), text).toEqual([id]);
        const mock = await checkInProcess(contract, undefined, replay);
        expect({ failed: failed(mock), verdict: mock.verdict }).toEqual({
          failed: [],
          verdict: 'pass',
        });
      }
    },
  );

  it('stands as a scenario in the folder of a contract', async () => {
    const parent = await folder();
    const own = join(parent, 'agentmc');
    await cp(contractFolder('agentmc'), own, { recursive: true });
    const server = agentmc.broken.find(({ name }) => name === 'version-cut');
    const { requirements } = await checkInProcess('agentmc', server?.change, { generated: true });
    const finding = requirements.find(({ id }) => id === 'AMC-S-032.schema')?.findings[0];
    await writeFile(join(own, 'scenarios/server/14-version.yaml'), finding?.replay ?? '');
    const fixtures = join(contractFolder('agentmc'), '../../fixtures/agentmc');
    const suite = await loadSuite(own, fixtures);
    const report = await checkInProcess('agentmc', server?.change, { suite });
    expect(failed(report)).toEqual(['AMC-S-032.schema']);
    expect(failed(await checkInProcess('agentmc', undefined, { suite }))).toEqual([]);
  });
});
