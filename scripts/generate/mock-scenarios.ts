import type { Scenario } from '../../src/mock/simulation/types.ts';

/** What the scenarios of the library do, as a page. */
export function scenariosPage(library: readonly Scenario[]): string {
  const rows = library.map(({ name, title, contracts }) => {
    const link = `[\`${name}\`](../scenarios/${name}.yaml)`;
    return `| ${link} | ${title.replaceAll('|', String.raw`\|`)} | ${contracts?.join(', ') ?? 'all'} |`;
  });
  return `# Scenarios of the mock

<!-- Made from scenarios/ by \`npm run generate\`. Do not edit. -->

| scenario | what happens | contracts |
| --- | --- | --- |
${rows.join('\n')}
`;
}
