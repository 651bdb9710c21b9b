import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { freePort } from '../support/free-port.ts';
import { makeProject } from './support/project.ts';
import type { Workflow } from './support/workflow.ts';

const project = await makeProject(['plain']);
const pathOf = (file: string) => join(project.folder, file);
const APP = 'packages/app';

it('init fits a package of a workspace: what it writes runs where its workflow says', async () => {
  const manifest = JSON.parse(await readFile(pathOf('package.json'), 'utf8')) as object;
  await writeFile(pathOf('package.json'), JSON.stringify({ ...manifest, workspaces: [APP] }));
  await mkdir(pathOf(APP), { recursive: true });
  await mkdir(pathOf('.git'));
  await writeFile(pathOf(`${APP}/package.json`), '{ "name": "app", "version": "1.0.0" }');
  const shell = (script: string, folder = '.', env: Readonly<Record<string, string>> = {}) =>
    project.run('bash', ['-e', '-c', `cd '${folder}'\n${script}`], { env });
  expect(await shell('npm install --package-lock-only --no-audit')).toMatchObject({ code: 0 });
  expect(await shell('npx heartbeat-kit init', APP)).toMatchObject({ code: 0, err: '' });

  const text = await readFile(pathOf('.github/workflows/heartbeat-packages-app.yml'), 'utf8');
  const { defaults, jobs } = parse(text.replaceAll('8080', await freePort())) as Workflow;
  const usual = defaults?.run['working-directory'];
  expect(usual).toBe(APP);
  const steps = jobs['server']?.steps.filter(({ run }) => run !== undefined) ?? [];
  // Installs what is locked, then checks the server; another check would show nothing else.
  for (const { run = '', env, 'working-directory': folder = usual } of steps.slice(0, 2)) {
    const variables = Object.entries(env ?? {}).map(([key, value]) => [key, String(value)]);
    const { code, out, err } = await shell(run, folder, Object.fromEntries(variables));
    expect({ run, code }, out + err).toEqual({ run, code: 0 });
  }
  const [agent = ''] = /\S+\/fixtures\/clients\/agentmc\.sh/.exec(text) ?? [];
  expect((await stat(pathOf(join(APP, agent)))).isFile()).toBe(true);
  const config = await readFile(pathOf(`${APP}/heartbeat-kit.config.yaml`), 'utf8');
  const [, schema = ''] = /\$schema=(\S+)/.exec(config) ?? [];
  expect((await stat(pathOf(join(APP, schema)))).isFile()).toBe(true);
});
