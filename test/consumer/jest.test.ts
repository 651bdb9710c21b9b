import { expect, it } from 'vitest';
import { makeProject, type Project } from './support/project.ts';

const packages = ['jest@30', 'msw@2'];
const [modules, commonjs] = await Promise.all([
  makeProject(['jest', 'agent'], packages),
  makeProject(['jest-commonjs'], packages),
]);

/** Does what init tells to do next, all of which is installed. */
async function followInit(project: Project) {
  const init = await project.run('npx', ['heartbeat-kit', 'init']);
  expect(init).toMatchObject({ code: 0, err: '' });
  const [, command = 'false'] = /^ {2}(NODE_OPTIONS.* jest .*)$/m.exec(init.out) ?? [];
  return project.run('bash', ['-c', command]);
}

it('works in tests of Jest, also in the way that init tells', async () => {
  expect(await followInit(modules)).toMatchObject({ code: 0 });
  const { code, out, err } = await modules.run('npx', ['jest'], {
    env: { NODE_OPTIONS: '--experimental-vm-modules' },
  });
  expect({ code }, out + err).toEqual({ code: 0 });
  for (const file of ['agent', 'heartbeat']) expect(err).toContain(`PASS test/${file}.test.js`);
});

it('works in a project without "type": "module", too', async () => {
  const { code, out, err } = await followInit(commonjs);
  expect({ code }, out + err).toEqual({ code: 0 });
  expect(err).toContain('PASS test/heartbeat.test.mjs');
  expect(err).toMatch(/Tests: +2 passed, 2 total/);
});
