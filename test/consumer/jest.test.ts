import { expect, it } from 'vitest';
import { makeProject } from './support/project.ts';

const project = await makeProject(['jest', 'agent'], ['jest@30', 'msw@2']);

it('works in tests of Jest, also in the way that init tells', async () => {
  const init = await project.run('npx', ['heartbeat-kit', 'init']);
  expect(init).toMatchObject({ code: 0, err: '' });
  const command = /^ {2}(node .*)$/m.exec(init.out)?.[1] ?? 'false';
  expect(await project.run('bash', ['-c', command])).toMatchObject({ code: 0 });
  const { code, out, err } = await project.run('npx', ['jest'], {
    env: { NODE_OPTIONS: '--experimental-vm-modules' },
  });
  expect({ code }, out + err).toEqual({ code: 0 });
  for (const file of ['agent', 'heartbeat']) expect(err).toContain(`PASS test/${file}.test.js`);
});
