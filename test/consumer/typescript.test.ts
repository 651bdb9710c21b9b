import { expect, it } from 'vitest';
import { makeProject } from './support/project.ts';

const project = await makeProject(
  ['vitest', 'agent', 'typescript'],
  [
    'typescript-5@npm:typescript@5.9',
    'typescript-7@npm:typescript@7',
    'msw@2.15',
    'vitest@4',
    '@jest/globals@30',
    '@types/jest@30',
    '@types/node@20',
  ],
);

it.each([
  // It takes its time, so that the rest is left to the faster one.
  [5, 'node16'],
  [7, 'node16'],
  [7, 'nodenext'],
  [7, 'bundler'],
])('TypeScript %i takes all entries without skipLibCheck: %s', async (version, config) => {
  const tsc = `node_modules/typescript-${version}/bin/tsc`;
  const { code, out, err } = await project.run('node', [
    tsc,
    '--project',
    `tsconfig.${config}.json`,
  ]);
  const errors = out.split('\n').filter((line) => line.includes('error TS'));
  expect({ isClean: code === 0, err }).toEqual({ isClean: errors.length === 0, err: '' });
  // What other packages have wrong in their own types is not for us to mend.
  expect(errors.filter((line) => !/^node_modules\/(?!heartbeat-kit\/)/.test(line))).toEqual([]);
});
