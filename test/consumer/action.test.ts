import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAction } from '../support/action.ts';
import { freePort } from '../support/free-port.ts';
import { makeFolder, makeProject } from './support/project.ts';
import { serveRegistry } from './support/registry.ts';

const action = await readAction();
const [project, empty, registry] = await Promise.all([
  makeProject(['plain']),
  makeFolder(),
  serveRegistry(),
]);
const pathOf = (file: string) => join(project.folder, file);

describe('the action, with the real npx', () => {
  async function check(inputs: Readonly<Record<string, string>>) {
    const [command, args, env] = action.commandOf('Check', inputs);
    return project.run(command, args, { env });
  }

  it('fetches the version that it is of where nothing is installed', async () => {
    const [command, args, env] = action.commandOf('Check', {
      check: 'client',
      contract: 'agentmc',
      args: '--scenario steady --reporter json',
      command: 'exit 7',
    });
    const npm = {
      npm_config_registry: registry,
      // Nothing of an earlier run is there either.
      npm_config_cache: join(empty.folder, 'cache'),
    };
    const { code, out, err } = await empty.run(command, args, { env: { ...env, ...npm } });
    expect({ code }, out + err).toEqual({ code: 1 });
    expect(JSON.parse(out)).toMatchObject({ contract: { id: 'agentmc' }, verdict: 'inconclusive' });
    expect(await readdir(empty.folder)).toEqual(['cache']);
  });

  async function serverInputs(flags = '') {
    const port = await freePort();
    return {
      check: 'server',
      contract: 'agentmc',
      url: `http://127.0.0.1:${port}/api/v1`,
      start: `npx heartbeat-kit mock --port ${port} ${flags}`,
      'api-key': 'mca_canary_key',
      'agent-id': '42',
      args: '--only AMC-S-00* --reporter json',
    };
  }

  it('checks a server', async () => {
    const { code, out, err } = await check(await serverInputs());
    expect({ code, err }).toMatchObject({ code: 0 });
    expect(JSON.parse(out)).toMatchObject({ contract: { id: 'agentmc' }, verdict: 'pass' });
    expect(out + err).not.toContain('canary');
  });

  it('fails where a server breaks the contract, or is not there', async () => {
    const inputs = await serverInputs('--scenario schema-drift');
    expect(await check(inputs)).toMatchObject({ code: 1 });
    expect(await check({ ...inputs, start: '' })).toMatchObject({ code: 3 });
  });

  it('checks a client, whose command may hold anything', async () => {
    const { code, out } = await check({
      check: 'client',
      contract: 'agentmc',
      args: '--scenario steady',
      command: `printf '%s\\n' "it's" "\\$1 \\"$((1 + 1))\\"" '$(touch pwned)' > told
exec bash node_modules/heartbeat-kit/fixtures/clients/agentmc.sh`,
    });
    expect(out).toContain('The client keeps the contract');
    expect(code).toBe(0);
    expect(await readFile(pathOf('told'), 'utf8')).toBe(`it's\n$1 "2"\n$(touch pwned)\n`);
    await expect(readFile(pathOf('pwned'))).rejects.toThrow('ENOENT');
  });
});
