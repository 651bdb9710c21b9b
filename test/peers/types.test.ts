import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { root, run } from '../support/processes.ts';

const MATCHERS = `
  expect(JSON.parse('{}')).toMatchContract('agentradio', 'heartbeat.request');
  expect({}).not.toMatchContract(await loadContract('.'), 'anything');
  expect({}).toEqual({ body: expect.toMatchContract('agentmc', 'host') });
  expect({}).toEqual({ body: expect.not.toMatchContract('agentmc', 'host') });
  await expect(Promise.resolve({})).resolves.toMatchContract('agentmc', 'host');
  expect(createMock()).toHaveReceivedHeartbeats(3, { contract: 'agentmc' });
  expect(createMock()).toHaveKeptCadence({ state: 'idle' });
  expect(createMock()).toHaveHonoredRetryAfter();
  expect(createMock()).toConformTo('agentradio', { state: 'idle', failOn: 'should' });
  // @ts-expect-error
  expect({}).toMatchContract('agentmc', 'station');
  // @ts-expect-error
  expect({}).toEqual(expect.toMatchContract('agentmx', 'host'));
  // @ts-expect-error
  expect(createMock()).toHaveReceivedHeartbeats();
  // @ts-expect-error
  expect(createMock()).toConformTo('agentradio', { failOn: 'all' });
  expect.extend(matchers);
`;
const IMPORTS = `import { createMock, loadContract } from 'heartbeat-kit';
import * as matchers from 'heartbeat-kit/matchers';`;

/** What a user of the package writes, and which packages there are beside it. */
const cases: [string, string, string[]][] = [
  [
    'matchers for Vitest',
    `import 'heartbeat-kit/matchers/vitest';
     import { expect } from 'vitest';\n${IMPORTS}${MATCHERS}`,
    ['vitest', '@types/node'],
  ],
  [
    'matchers for Jest with imports',
    `import 'heartbeat-kit/matchers/jest-globals';
     import { expect } from '@jest/globals';\n${IMPORTS}${MATCHERS}`,
    ['@jest', '@types/node'],
  ],
  [
    'matchers where there is no test framework, and no Node',
    `import { toMatchContract, type HeartbeatMatchers } from 'heartbeat-kit/matchers';
     export const { pass } = toMatchContract({}, 'agentmc', 'host');
     export type Mine = HeartbeatMatchers<void>;`,
    [],
  ],
  [
    'describeConformance',
    `import { describeConformance } from 'heartbeat-kit/vitest';
     import { test } from 'vitest';
     describeConformance({ contract: 'agentmc', apiKey: '', url: () => '' });
     describeConformance({ contract: 'agentmc', client: async ({ fetch }) => void fetch('') });
     // @ts-expect-error
     describeConformance({ contract: 'agentmc', apiKey: '', url: '', client: async () => {} });
     // @ts-expect-error
     describeConformance({ contract: 'agentmc', url: '' });
     test('', ({ task }) => void task.meta.heartbeatKit?.level);`,
    ['vitest', '@types/node'],
  ],
];

it.each(cases)('has types that fit: %s', async (_, code, packages) => {
  const folder = mkdtempSync(join(tmpdir(), 'heartbeat-kit-types-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'node_modules', '@types'), { recursive: true });
  symlinkSync(root, join(folder, 'node_modules', 'heartbeat-kit'));
  for (const name of packages) {
    symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  }
  const types = packages.includes('@types/node') ? ['node'] : [];
  const compilerOptions = {
    target: 'es2022',
    lib: ['es2023', 'dom', 'dom.iterable'],
    module: 'nodenext',
    strict: true,
    noEmit: true,
    types,
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'index.ts'), `${code}\nexport {};\n`);
  const { code: status, out } = await run(`${root}node_modules/.bin/tsc`, ['-p', folder]);
  expect(out).toBe('');
  expect(status).toBe(0);
});
