import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { markdownTable } from '../../src/markdown.ts';
import { contractFolder } from '../contract/support/contracts.ts';
import { fakeIo } from '../support/fake-io.ts';
import { root } from '../support/processes.ts';

const FILE = 'traceability.yaml';

/** Runs `heartbeat-kit list requirements`. */
async function list(...args: readonly string[]) {
  const io = fakeIo();
  const code = await main(['list', 'requirements', ...args], io);
  return { code, ...io.written };
}

const asMarkdown = (...args: readonly string[]) => list('--format', 'markdown', ...args);

/** Copies the folder of a contract. */
async function copyOf(original: string, name: string): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'traceability-'));
  onTestFinished(() => rm(parent, { recursive: true }));
  const folder = join(parent, name);
  await cp(original, folder, { recursive: true });
  return folder;
}

/** What is complained about when one text in the file is another; `# here` marks the line. */
async function complaintAbout(old: string, text: string, file = FILE) {
  const folder = await copyOf(contractFolder('agentradio'), 'agentradio');
  const before = await readFile(join(folder, file), 'utf8');
  expect(before).toContain(old);
  const after = before.replace(old, () => text);
  await writeFile(join(folder, file), after);
  const { code, out, err } = await asMarkdown('-c', folder);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  const [, line, words] = /traceability\.yaml:(\d+): (.*)\n$/.exec(err) ?? [];
  const marked = after.split('\n').findIndex((one) => one.includes('# here')) + 1;
  return { line: Number(line), marked, words };
}

/** The cells of the rows of all tables; what is escaped is a question mark. */
function rowsOf(page: string): string[][] {
  return page
    .split(/[\r\n]/)
    .filter((line) => line !== '')
    .map((line) => line.replaceAll(/\\./gu, '?'))
    .filter((line) => line.startsWith('|'))
    .map((line) => line.slice(1, -1).split('|'));
}

describe('list requirements --format markdown', () => {
  it('traces each rule from its section to what fails its checks, and says how many there are', async () => {
    const { code, out } = await asMarkdown();
    expect(code).toBe(0);
    expect(out).toContain(
      '## AgentMC heartbeat\n\n53 requirements: 39 for servers, 14 for clients.',
    );
    expect(out).toMatch(
      /^\| AgentRadio page "AgentRadio Heartbeat" \(heartbeat\.md\) \| document \| \d+ \| \d+ \| \d+ \|$/m,
    );
    expect(out).toMatch(
      /#### Parameters\n\n\| Rule \| Requirement \| Checks \| Broken implementations \|\n/,
    );
    expect(out).toContain(
      '| AMC-S-010 (must): The fingerprint of the body wins over that of the header | `07-fingerprints`, step 2 | `two-fingerprints-refused`, `header-wins`, `header-wins-in-answers` and 1 more |',
    );
    expect(out).toContain('| *Excluded:* Only the runtime knows them. |  |  |');
    expect(out).not.toMatch(/\bnone \||Without a |undefined/);
    const widths = new Set(rowsOf(out).map((row) => row.length));
    expect([...widths].toSorted()).toEqual([4, 5]);
  });

  it('counts what it shows', async () => {
    const { out } = await asMarkdown('-c', 'agentradio');
    const excluded = rowsOf(out).filter((row) => row[1]?.includes('*Excluded:*')).length;
    const rules = rowsOf(out).filter(
      (row) => row.length === 4 && row[0]?.trim() && !/^ (?:---|Rule) $/.test(row[0]),
    ).length;
    expect(out).toContain(`| All |  | ${rules} | ${rules - excluded} | ${excluded} |`);
    expect(out).not.toContain('AMC-');
  });

  it('shows what is about one side, and what is excluded for both', async () => {
    const { out } = await asMarkdown('-c', 'agentmc', '--side', 'client');
    expect(out).toContain('14 requirements: 0 for servers, 14 for clients.');
    expect(out).toContain('AMC-C-001');
    expect(out).toContain('*Excluded:*');
    expect(out).not.toMatch(/\| AMC-S-/);
    expect(out).not.toContain('#### ApiError');
  });

  it('keeps cells apart, whatever stands in them', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '|', '\\', '\n', '\r', ' ', '`', '🦞') });
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1 }), (rows) => {
        const read = rowsOf(markdownTable(['a', 'b'], rows));
        expect(read).toHaveLength(rows.length + 2);
        expect(read.every((row) => row.length === 2)).toBe(true);
      }),
    );
  });
});

describe('list requirements --format json', () => {
  it('has rules, checks and broken implementations of each', async () => {
    const { out } = await list('-c', 'agentmc', '--format', 'json');
    const entries = JSON.parse(out) as { id: string }[];
    expect(entries.find(({ id }) => id === 'AMC-S-009')).toMatchObject({
      contract: 'agentmc',
      rules: [
        { document: 'agentmc', section: 'Parameters', rule: expect.stringMatching(/\.$/) },
        { document: 'agentmc-openapi', section: 'StoreAgentHeartbeatApiRequest.host' },
      ],
      checks: [{ scenario: '07-fingerprints', steps: [1] }],
      broken: expect.arrayContaining(['header-ignored']),
    });
  });
});

describe('traceability.yaml', () => {
  it('stands in the folder of a contract of one’s own as well', async () => {
    const folder = await copyOf(contractFolder('agentradio'), 'agentradio');
    await cp(`${root}fixtures/agentradio`, join(folder, 'fixtures'), { recursive: true });
    await rm(join(folder, 'scenarios/server/03-inactive-key.yaml'));
    const { code, out } = await asMarkdown('-c', folder);
    expect(code).toBe(0);
    // Clients of another contract cannot be checked.
    expect(out).toMatch(/for clients\. Without a check: AR-S-005\.inactive, AR-C-001, .*\.\n/);
    expect(out).toContain('| Rule | Requirement | Checks |\n| --- | --- | --- |');
    expect(out).toMatch(/AR-S-005\.inactive \(must\): .* \| none \|/);
  });

  it.each([
    [
      'a heading that is none',
      '- section: Cadence\n',
      '- section: Cadenza\n',
      undefined,
      'documents.agentradio.6.rules.0.requirements.0: AR-C-005 does not cite the section "Cadenza", of this document it cites "Cadence", "Three-Step Setup"; correct the heading, or add the section to its source in requirements.yaml',
    ],
    [
      'an unknown requirement',
      'requirements: [AR-C-004]\n',
      'requirements: [AR-C-400] # here\n',
      undefined,
      'requirements.yaml has no requirement "AR-C-400"',
    ],
    [
      'a requirement that is of another section',
      'requirements: [AR-C-004]\n',
      'requirements: [AR-C-004, AR-C-017] # here\n',
      undefined,
      'AR-C-017 does not cite the section "Endpoint", of this document it cites "Inbox And Catalog Checks"',
    ],
    [
      'a requirement that stands there twice',
      'requirements: [AR-C-004]\n',
      'requirements: [AR-C-004, AR-C-004] # here\n',
      undefined,
      'AR-C-004 stands here twice; once is enough',
    ],
    [
      'a rule that is left open',
      '        - rule: Bearer is the better way.\n          requirements: [AR-C-004]\n',
      '        - rule: Bearer is the better way. # here\n',
      undefined,
      'must name the requirements that cover it, or say why it is excluded',
    ],
    [
      'a rule that is both covered and excluded',
      '- rule: Bearer is the better way.\n',
      '- rule: Bearer is the better way. # here\n          excluded: Nobody looks.\n',
      undefined,
      'is either covered or excluded; remove requirements, or excluded',
    ],
    [
      'no reason',
      'requirements: [AR-C-004]\n',
      "excluded: '' # here\n",
      undefined,
      'excluded: must be a reason, in one or more sentences',
    ],
    [
      'a requirement that no rule of its section names',
      '        - rule: Bearer is the better way.\n          requirements: [AR-C-004]\n',
      '',
      undefined,
      'documents.agentradio.3.section: AR-C-004 cites "Endpoint", but covers no rule of it; add AR-C-004 to one, or take the section out of its source in requirements.yaml',
    ],
    [
      'a section that is missing',
      'section: Cadence }\n',
      'section: Cadence }\n      - { document: agentradio, section: Curtain Call }\n',
      'requirements.yaml',
      'documents.agentradio: there is no section "Curtain Call", which AR-S-017 cites; add it with what it says',
    ],
    [
      'a section that stands there twice',
      '- section: Errors\n',
      '- section: Body # here\n',
      undefined,
      '"Body" stands above already; put its rules there',
    ],
    [
      'an unknown document',
      '  agentradio-openapi:\n',
      '  openapi: # here\n',
      undefined,
      'requirements.yaml declares no such document; there is agentradio, agentradio-api, agentradio-openapi, kit',
    ],
    [
      'a misspelt key',
      'excluded: Servers that are tested',
      'exclude: Servers that are tested',
      undefined,
      'no such key is known here; remove it, or correct its spelling',
    ],
  ])('is refused with %s', async (_, old, text, file, words) => {
    const told = await complaintAbout(old, text, file);
    expect(told.words).toContain(words);
    if (told.marked > 0) expect(told.line).toBe(told.marked);
    else expect(told.line).toBeGreaterThan(1);
  });

  it('is refused without a document that is cited', async () => {
    const folder = await copyOf(contractFolder('agentradio'), 'agentradio');
    const text = await readFile(join(folder, FILE), 'utf8');
    await writeFile(join(folder, FILE), text.slice(0, text.indexOf('  kit:\n')));
    const { code, err } = await asMarkdown('-c', folder);
    expect(code).toBe(2);
    expect(err).toContain(
      'traceability.yaml:3: documents: "kit" is missing, which AR-S-007.case-or-type cites; add it with its sections',
    );
  });
});

describe('a contract that does not say what its sections state', () => {
  /** The contract of the tests, with requirements. */
  async function pulse(): Promise<string> {
    const folder = await copyOf(`${root}test/support/contracts/pulse`, 'pulse');
    await writeFile(
      join(folder, 'requirements.yaml'),
      `
contract: pulse
documents:
  page: { basis: document, title: 'The page | of *Pulse*' }
  unused: { basis: vendor, title: Nothing }
requirements:
  - id: P-1
    title: 'A pulse of <60> | more: 200'
    side: server
    level: must
    basis: document
    requirement: A pulse is accepted.
    source: [{ document: page, section: Pulses }, { document: page, section: Answers }]
  - id: P-2
    title: Pulses go on
    side: client
    level: should
    basis: document
    requirement: Pulses go on.
    source: [{ document: page, section: Pulses }]
`,
    );
    return folder;
  }

  it('has its requirements and checks by the sections of their sources', async () => {
    const folder = await pulse();
    const server = join(folder, 'scenarios/server');
    await mkdir(server, { recursive: true });
    await writeFile(join(server, 'defaults.yaml'), 'send: { operation: pulse }\n');
    await writeFile(
      join(server, 'accepted.yaml'),
      `title: It is accepted
role: control
steps:
  - send: { set: { '': { bpm: 60 } } }
    expect: [{ requirement: P-1, status: 200 }]
`,
    );
    const { code, out, err } = await asMarkdown('-c', folder);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(`# Requirements, and where they come from

## Pulse

2 requirements: 1 for servers, 1 for clients. Without a check: P-2.

### The page | of \\*Pulse\\*

#### Pulses

| Requirement | Checks |
| --- | --- |
| P-1 (must): A pulse of &lt;60> \\| more: 200 | \`accepted\`, step 1 |
| P-2 (should): Pulses go on | none |

#### Answers

| Requirement | Checks |
| --- | --- |
| P-1 (must): A pulse of &lt;60> \\| more: 200 | \`accepted\`, step 1 |
`);
  });

  it('needs no scenarios', async () => {
    const { code, out } = await list('-c', await pulse(), '--format', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject([
      {
        contract: 'pulse',
        id: 'P-1',
        rules: [
          { document: 'page', section: 'Pulses' },
          { document: 'page', section: 'Answers' },
        ],
        checks: [],
      },
      { id: 'P-2', checks: [] },
    ]);
    expect(out).not.toContain('broken');
  });
});
