import { join } from 'node:path';
import type { ServerVariant } from '../../fixtures/broken/servers/types.ts';
import { loadRequirements, type Requirement } from '../../src/conformance/requirements.ts';
import { failing } from '../../src/conformance/traceability/broken.ts';
import type { ContractFiles } from '../../src/contract/load.ts';
import { codeList, markdownTable } from '../../src/markdown.ts';
import { proofs, type Proof } from './broken.ts';

/** A page, and what it is about. */
interface Page {
  readonly side: 'server' | 'client';
  readonly introduction: string;
}

const SERVERS: Page = {
  side: 'server',
  introduction: `<!-- Written by \`npm run generate\`. Do not edit. -->

# What \`check server\` catches

Each requirement has at least one server that breaks it: the mock, changed from outside by a function
in \`fixtures/broken/servers/\`. The tests check every one of them, and ask that it fails what is
listed here and nothing else. The harmless variants do otherwise than the mock, as they may; the
tests ask that none of them fails a requirement of level \`must\`.
`,
};

const CLIENTS: Page = {
  side: 'client',
  introduction: `<!-- Written by \`npm run generate\`. Do not edit. -->

# What \`check client\` catches

Each requirement has at least one client that breaks it: a correct one of \`fixtures/clients/\`, changed
by overriding what it does at one place, in \`fixtures/broken/clients/\`. The tests play all scenarios to
every one of them, and ask that it fails what is listed here and nothing else; the correct ones fail
nothing.
`,
};

/**
 * The requirements of each side, what breaks them, and what is left in peace, as Markdown by the name
 * of the page.
 *
 * @param root the folder that holds \`contracts/\`.
 */
export async function checksPages(
  root: string,
  contracts: readonly ContractFiles[],
): Promise<Map<string, string>> {
  return new Map([
    ['server-checks.md', await checksPage(root, contracts, SERVERS)],
    ['client-checks.md', await checksPage(root, contracts, CLIENTS)],
  ]);
}

async function checksPage(
  root: string,
  contracts: readonly ContractFiles[],
  { side, introduction }: Page,
): Promise<string> {
  const parts = [introduction];
  for (const { id, openapi } of contracts) {
    const proof = proofs[side][id];
    if (!proof) throw new Error(`no broken ${side}s for ${id}`);
    const all = await loadRequirements(join(root, 'contracts', id));
    const requirements = all.filter((one) => one.side === side);
    parts.push(`## ${openapi.info.title}\n`, ...sections(requirements, proof, side));
  }
  return parts.join('\n');
}

function sections(
  requirements: readonly Requirement[],
  { broken, harmless = [] }: Proof,
  side: Page['side'],
): string[] {
  const [what, whats] = side === 'server' ? ['Server', 'servers'] : ['Client', 'clients'];
  return [
    '### Requirements\n',
    markdownTable(
      ['Requirement', 'Level', 'Basis', 'What it says', `${what}s that fail it`],
      requirements.map(({ id, level, basis, requirement }) => [
        id,
        level,
        basis,
        firstSentence(requirement),
        codeList(failing(id, broken)),
      ]),
    ),
    `### Broken ${whats}\n`,
    markdownTable(
      [what, 'What it does', 'Made to break', 'Also fails'],
      broken.map(({ name, what: does, breaks, alsoFails }) => [
        codeList([name]),
        does,
        breaks,
        alsoFails.join(', '),
      ]),
    ),
    ...(harmless.length > 0
      ? ['### Harmless variants\n', `${harmless.map(harmlessLine).join('\n')}\n`]
      : []),
  ];
}

function harmlessLine({ name, what, notes = [], inconclusive = [] }: ServerVariant): string {
  const remarks = [
    notes.length > 0 && `Fails ${notes.join(', ')}, below \`must\`.`,
    inconclusive.length > 0 && `Leaves inconclusive: ${inconclusive.join(', ')}.`,
  ];
  return ['-', `\`${name}\`:`, what, ...remarks.filter(Boolean)].join(' ');
}

function firstSentence(text: string): string {
  return /^.*?[.](?=\s|$)/s.exec(text)?.[0] ?? text;
}
