import type { Scenario } from '../../src/mock/simulation/types.ts';
import { markdownTable } from '../../src/markdown.ts';

/** What the scenarios of the library do, as a page. */
export function scenariosPage(library: readonly Scenario[]): string {
  const rows = library.map(({ name, title, contracts }) => [
    `[\`${name}\`](../scenarios/${name}.yaml)`,
    title,
    contracts?.join(', ') ?? 'all',
  ]);
  return `# Scenarios of the mock

<!-- Made from scenarios/ by \`npm run generate\`. Do not edit. -->

${markdownTable(['scenario', 'what happens', 'contracts'], rows)}`;
}
