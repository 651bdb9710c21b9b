import type { Project } from './project.ts';
import { testOf, WORKFLOW } from './templates.ts';

/** The first Node that the current major versions of msw and Vitest run on. */
const NEWER = [22, 12] as const;
/** The last major versions that run on an older one, too. */
const FOR_OLDER = { msw: 'msw@2', vitest: 'vitest@4' } as const;

/**
 * Tells what is left to do after `init`.
 *
 * @param node version of Node, such as `20.19.0`.
 */
export function nextSteps(project: Project, node: string): string {
  const { runner, packages } = project;
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const isOlder = major < NEWER[0] || (major === NEWER[0] && minor < NEWER[1]);
  const wanted = ['heartbeat-kit', 'msw', runner]
    .filter((name) => !packages.has(name))
    .map((name) =>
      isOlder && name in FOR_OLDER ? FOR_OLDER[name as keyof typeof FOR_OLDER] : name,
    );
  const test = testOf(project);
  const command =
    runner === 'vitest'
      ? `npx vitest run ${test}`
      : `node --experimental-vm-modules node_modules/jest/bin/jest.js ${test}`;
  return [
    'Next:',
    ...(wanted.length > 0 ? [`  npm install --save-dev ${wanted.join(' ')}`] : []),
    `  ${command}`,
    `Then put your own agent into ${test}, and your server and your agent into`,
    `${WORKFLOW}, in place of what stands in for them there.`,
    '',
  ].join('\n');
}
