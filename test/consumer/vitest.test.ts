import { describe, expect, it } from 'vitest';
import { installNode, makeProject } from './support/project.ts';

const [older, newer, node22, node24, node26] = await Promise.all([
  makeProject(['vitest', 'agent', 'commonjs'], ['msw@2.15', 'vitest@4']),
  // The first Nodes that these run on are not the one that runs this.
  makeProject(
    ['vitest', 'agent', 'commonjs'],
    ['msw@3', 'vitest@5', 'typescript@7', '@types/node@24'],
  ),
  installNode(22),
  installNode(24),
  installNode(26),
]);

describe.each([
  { name: 'msw 2.15 and Vitest 4', project: older, node: undefined },
  { name: 'msw 2.15 and Vitest 4 on Node 22', project: older, node: node22 },
  { name: 'msw 3 and Vitest 5 on Node 24', project: newer, node: node24 },
  { name: 'msw 3 and Vitest 5 on Node 26', project: newer, node: node26 },
])('with $name', ({ project, node }) => {
  it('works in tests', async () => {
    const init = await project.run('npx', ['heartbeat-kit', 'init', '--force'], { node });
    expect(init).toMatchObject({ code: 0, err: '' });
    const { code, out, err } = await project.run('npx', ['vitest', 'run'], { node });
    expect({ code }, out + err).toEqual({ code: 0 });
    for (const file of ['agent', 'conformance', 'heartbeat']) {
      expect(out).toContain(`test/${file}.test.ts`);
    }
  });

  it('is there for require()', async () => {
    const entries = ['heartbeat-kit/msw', 'heartbeat-kit/matchers'];
    const required = await project.run('node', ['require.cjs', ...entries], { node });
    expect(required).toMatchObject({
      code: 0,
      out: 'heartbeat-kit/msw true\nheartbeat-kit/matchers true\n',
      err: '',
    });
  });
});

it('is typed for msw 3 and Vitest 5', async () => {
  expect(await newer.run('npx', ['tsc'])).toMatchObject({ code: 0, out: '' });
});
