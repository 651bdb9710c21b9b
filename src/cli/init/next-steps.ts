import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { addCommand, RUN } from './package-manager.ts';
import type { Project } from './project.ts';
import { testOf } from './templates.ts';
import { workflowOf } from './workflow.ts';

/** The first Jest that finds a test by the ending .mjs. */
const JEST = 30;

/**
 * Tells what is left to do after `init`.
 *
 * @param node version of Node, such as `20.19.0`.
 */
export function nextSteps(project: Project, node: string): string {
  const { folder, runner, packages, manager, jest = JEST, setup } = project;
  const run = RUN[manager.name];
  const test = testOf(project);
  const isOld = jest < JEST;
  const wanted = ['heartbeat-kit', 'msw', runner].filter(
    (name) => !packages.has(name) || (isOld && name === 'jest'),
  );
  if (isOld && packages.has('@jest/globals')) wanted.push('@jest/globals');
  const specs = wanted.map((name) =>
    isOld && name.includes('jest') ? `${name}@${JEST}` : specFor(name, node),
  );
  const command = runner === 'vitest' ? `${run} vitest run` : `${MODULES} ${run} jest`;
  return [
    'Next:',
    ...(specs.length > 0 ? [`  ${addCommand(manager, folder)} ${specs.join(' ')}`] : []),
    `  ${command} ${test}`,
    ...(isOld ? [`Jest ${JEST} or later is needed, and this project has ${jest}.`] : []),
    ...(setup === undefined
      ? []
      : [`If no test is found, ${setup} says where to look: put it there (${KEYS[runner]}).`]),
    ...(existsSync(join(manager.folder, '.pnp.cjs'))
      ? ['Set nodeLinker: node-modules in .yarnrc.yml: the workflow looks into node_modules.']
      : []),
    `Then put your own agent into ${test}, and your server and your agent into`,
    `${workflowOf(project)}, in place of what stands in for them there.`,
    '',
  ].join('\n');
}

const MODULES = 'NODE_OPTIONS=--experimental-vm-modules';
const KEYS = { vitest: 'include', jest: 'testMatch, roots' } as const;

/** A package in a version that runs on a Node: the current ones of msw and Vitest do not on every one. */
function specFor(name: string, node: string): string {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const is22 = major === 22 && minor >= 12;
  if (name === 'msw') return is22 || major > 22 ? 'msw' : 'msw@2';
  if (name === 'vitest') return is22 || major === 24 || major >= 26 ? 'vitest' : 'vitest@4';
  return name;
}
