import { describe, expect, it } from 'vitest';
import { formatReport } from '../../src/conformance/reporters/index.ts';
import type { Judged, ServerReport } from '../../src/conformance/report/types.ts';

const NOTHING = { seen: [], unseen: [] };

function judged(id: string, more: Partial<Judged> = {}): ServerReport['requirements'][number] {
  return {
    id,
    verdict: 'pass',
    level: 'must',
    basis: 'document',
    title: 'A rule',
    requirement: 'It holds.',
    source: ['A document, a section'],
    reasons: [],
    passes: 1,
    findings: [],
    ...more,
  };
}

function report(
  requirements: readonly ServerReport['requirements'][number][],
  more: Partial<ServerReport> = {},
): ServerReport {
  return {
    format: 'heartbeat-kit/server-report@1',
    contract: { id: 'agentmc', title: 'AgentMC heartbeat' },
    target: 'http://127.0.0.1:4010/api/v1',
    verdict: 'fail',
    startedAt: '2026-05-18T16:00:00.000Z',
    durationMs: 1234,
    requests: 7,
    failOn: 'must',
    totals: { pass: 1, fail: 1, inconclusive: 1 },
    requirements,
    coverage: {
      requirements: { seen: ['A-1'], unseen: ['A-3'] },
      operations: { seen: ['beat'], unseen: [] },
      statuses: NOTHING,
      states: NOTHING,
      scenarios: NOTHING,
    },
    ...more,
  };
}

const HOSTILE = 'a | b <script>alert(1)</script> [x](javascript:y) `tick` *bold*\n# heading';

describe('markdown', () => {
  it('tells verdicts, failures, and what was not covered', async () => {
    const text = await formatReport(
      report([
        judged('A-1'),
        judged('A-2', { verdict: 'fail' }),
        judged('A-3', { verdict: 'inconclusive', reasons: ['it needs --slow'] }),
        judged('A-4', { verdict: 'fail', level: 'should' }),
        judged('A-5', {
          verdict: 'fail',
          known: [{ reason: 'being mended', expires: '2027-01-31' }],
        }),
      ]),
      'markdown',
    );
    expect(text).toMatchInlineSnapshot(`
      "## ❌ AgentMC heartbeat: http://127.0.0.1:4010/api/v1

      The server does not keep the contract (level must). 1 failure is known (baseline). 1 lighter failure does not count (--fail-on should makes it). 1 passed, 1 failed, 1 inconclusive; 7 requests in 1.2 s.

      <details open><summary>❌ <b>A-2</b> A rule</summary>

      \`\`\`text
      FAIL  A-2 (must, document)
            It holds.
            stated in: A document, a section
      \`\`\`

      </details>

      <details><summary>⚠️ <b>A-4</b> A rule</summary>

      \`\`\`text
      fail  A-4 (should, document)
            It holds.
            stated in: A document, a section
      \`\`\`

      </details>

      |  | requirement | level | basis |  |
      | --- | --- | --- | --- | --- |
      | ✅ pass | A-1 | must | document | A rule |
      | ❌ **fail** | A-2 | must | document | A rule |
      | ❔ inconclusive | A-3 | must | document | A rule<br>it needs --slow |
      | ⚠️ fail | A-4 | should | document | A rule |
      | ☑️ known failure | A-5 | must | document | A rule<br>being mended (until 2027-01-31) |

      | covered |  | not seen |
      | --- | --- | --- |
      | requirements | 1 of 2 | A-3 |
      | operations | 1 of 1 |  |
      "
    `);
  });

  it('lets nothing that comes from outside be markup', async () => {
    const text = await formatReport(
      report([judged('A-2', { verdict: 'fail', title: HOSTILE, requirement: '``` end\n````' })], {
        target: HOSTILE,
        problem: HOSTILE,
      }),
      'markdown',
    );
    expect(text).not.toContain('<script>');
    expect(text).not.toMatch(/^# heading/m);
    // Where HTML begins a paragraph, nothing in it is Markdown.
    const lines = text.split('\n').filter((line) => !line.startsWith('<details'));
    expect(lines.join('\n')).not.toContain('[x](');
    const row = lines.find((line) => line.startsWith('| ❌'));
    expect(row?.match(/(?<!\\)\|/g)).toHaveLength(6);
    // The block of code ends where it should.
    expect(text).toContain('`````text\n');
    expect(text).toContain('\n`````\n');
  });

  it('fits into a comment, and says what does not', async () => {
    const long = (id: string) => judged(id, { verdict: 'fail', requirement: 'x'.repeat(9_000) });
    const all = Array.from({ length: 20 }, (_, index) => long(`A-${index}`));
    const text = await formatReport(
      report([...all, judged('A-99', { verdict: 'fail' })]),
      'markdown',
    );
    expect(text.length).toBeLessThan(61_000);
    expect(text).toContain(
      'as a comment has no room for it: 14 failures. The JSON report has all.',
    );
    expect(text.match(/<details open>/g)).toHaveLength(7);
    expect(text).toContain('<b>A-99</b>');
    expect(text).toMatch(/^\| ❌ \*\*fail\*\* \| A-19 /m);
  });

  it.each([
    ['names', { target: `http://127.0.0.1/${'x'.repeat(70_000)}` }],
    ['problems', { baseline: { file: 'b.yaml', problems: Array(900).fill('p'.repeat(300)) } }],
    [
      'requirements',
      {
        requirements: Array.from({ length: 900 }, () =>
          judged('A-1', { verdict: 'fail', title: 't'.repeat(99) }),
        ),
      },
    ],
  ])('fits into a comment with very many, or very long, %s', async (_, more) => {
    const text = await formatReport(report([judged('A-2', { verdict: 'fail' })], more), 'markdown');
    expect(text.length).toBeLessThan(61_000);
    expect(text).toContain('The server does not keep the contract');
    expect(text).toMatch(/^\| requirements \| 1 of 2 \| A-3 \|$/m);
  });
});

describe('github', () => {
  it('has an error, a warning or a notice for each failure, and nothing for the rest', async () => {
    const text = await formatReport(
      report([
        judged('A-1'),
        judged('A-2', { verdict: 'fail', title: 'One, two: 50 %' }),
        judged('A-4', { verdict: 'fail', level: 'should' }),
        judged('A-5', { verdict: 'fail', known: [{ reason: 'being mended' }] }),
      ]),
      'github',
    );
    expect(text.split('\n').map((line) => line.slice(0, 60))).toEqual([
      '::error title=A-2 (must)%3A One%2C two%3A 50 %25::FAIL  A-2 ',
      '::warning title=A-4 (should)%3A A rule::fail  A-4 (should, d',
      '::notice title=A-5 (must)%3A A rule::being mended%0Afail  A-',
      '',
    ]);
  });

  it('tells the last of many failures in one', async () => {
    const many = Array.from({ length: 12 }, (_, index) =>
      judged(`A-${index}`, { verdict: 'fail' }),
    );
    const lines = (await formatReport(report(many), 'github')).trim().split('\n');
    expect(lines).toHaveLength(10);
    expect(lines.at(-1)).toBe('::error title=heartbeat-kit::and 3 more: A-9, A-10, A-11');
  });

  it('is one line for each command, whatever a server says', async () => {
    const text = await formatReport(
      report([judged('A-2', { verdict: 'fail', title: 'x\r\n::set-output name=a::b' })]),
      'github',
    );
    expect(text.split('\n').filter((line) => line.startsWith('::set-output'))).toEqual([]);
  });

  it('has an error where there is no verdict', async () => {
    const text = await formatReport(
      report([], {
        verdict: 'inconclusive',
        ending: { kind: 'unreachable', sentence: 'Nobody answers.' },
      }),
      'github',
    );
    expect(text).toMatch(/^::error title=heartbeat-kit%3A .*::The run is not complete\. Nobody/);
  });
});
