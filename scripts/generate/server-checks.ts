import { join } from 'node:path';
import * as agentmc from '../../fixtures/broken/servers/agentmc.ts';
import * as agentradio from '../../fixtures/broken/servers/agentradio.ts';
import type { BrokenServer, ServerVariant } from '../../fixtures/broken/servers/types.ts';
import { loadRequirements, type Requirement } from '../../src/conformance/requirements.ts';
import type { ContractFiles } from '../../src/contract/load.ts';

interface Servers {
  readonly broken: readonly BrokenServer[];
  readonly harmless: readonly ServerVariant[];
}

const SERVERS: Readonly<Record<string, Servers>> = { agentmc, agentradio };

const INTRODUCTION = `<!-- Written by \`npm run generate\`. Do not edit. -->

# What \`check server\` catches

Each requirement has at least one server that breaks it: the mock, changed from outside by a function
in \`fixtures/broken/servers/\`. The tests check every one of them, and ask that it fails what is
listed here and nothing else. The harmless variants do otherwise than the mock, as they may; the
tests ask that none of them fails a requirement of level \`must\`.
`;

/**
 * The requirements of servers, the servers that break them, and those that are left in peace, as
 * Markdown.
 *
 * @param root the folder that holds \`contracts/\`.
 */
export async function serverChecksFile(
  root: string,
  contracts: readonly ContractFiles[],
): Promise<string> {
  const parts = [INTRODUCTION];
  for (const { id, openapi } of contracts) {
    const servers = SERVERS[id];
    if (!servers) throw new Error(`no broken servers for ${id}`);
    const all = await loadRequirements(join(root, 'contracts', id));
    const requirements = all.filter(({ side }) => side === 'server');
    parts.push(`## ${openapi.info.title}\n`, ...sections(requirements, servers));
  }
  return parts.join('\n');
}

function sections(requirements: readonly Requirement[], { broken, harmless }: Servers): string[] {
  return [
    '### Requirements\n',
    table(
      ['Requirement', 'Level', 'Basis', 'What it says', 'Servers that fail it'],
      requirements.map(({ id, level, basis, requirement }) => [
        id,
        level,
        basis,
        firstSentence(requirement),
        code(failing(id, broken)),
      ]),
    ),
    '### Broken servers\n',
    table(
      ['Server', 'What it does', 'Made to break', 'Also fails'],
      broken.map(({ name, what, breaks, alsoFails }) => [
        code([name]),
        what,
        breaks,
        alsoFails.join(', '),
      ]),
    ),
    '### Harmless variants\n',
    `${harmless.map(harmlessLine).join('\n')}\n`,
  ];
}

/** Names of the servers that fail a requirement, those that are made to do so first. */
function failing(id: string, broken: readonly BrokenServer[]): string[] {
  const made = broken.filter(({ breaks }) => breaks === id);
  const also = broken.filter(({ alsoFails }) => alsoFails.includes(id));
  return [...made, ...also].map(({ name }) => name);
}

function harmlessLine({ name, what, notes = [], inconclusive = [] }: ServerVariant): string {
  const remarks = [
    notes.length > 0 && `Fails ${notes.join(', ')}, below \`must\`.`,
    inconclusive.length > 0 && `Leaves inconclusive: ${inconclusive.join(', ')}.`,
  ];
  return ['-', `\`${name}\`:`, what, ...remarks.filter(Boolean)].join(' ');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows];
  return `${lines.map((cells) => `| ${cells.map(escape).join(' | ')} |`).join('\n')}\n`;
}

function escape(cell: string): string {
  return cell.replaceAll('|', String.raw`\|`);
}

function code(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

function firstSentence(text: string): string {
  return /^.*?[.](?=\s|$)/s.exec(text)?.[0] ?? text;
}
