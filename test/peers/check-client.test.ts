import { beforeAll, describe, expect, it } from 'vitest';
import { checkCommand } from '../../src/conformance/client/check-command.ts';
import type { ClientReport, Verdict } from '../../src/index.ts';
import { root } from '../support/processes.ts';

const LANGUAGES = {
  ts: ['node', '--import', 'tsx'],
  py: ['python3'],
  sh: ['bash'],
} as const;
/** Those that take minutes, for which one of the languages is enough. */
const LONG = ['documentation', 'failing-reads', 'outage'];
/** All others. */
const SHORT = [
  'actions',
  'hang',
  'hints',
  'key-revoked',
  'malformed',
  'planted-texts',
  'rate-limited-date',
  'rate-limited-home',
  'rate-limited-seconds',
  'reset',
  'restart',
  'single-failure',
  'steady',
];
const MINUTES = 10 * 60_000;

function check(
  contract: 'agentmc' | 'agentradio',
  command: readonly string[],
  more: Partial<Parameters<typeof checkCommand>[0]> = {},
): Promise<ClientReport> {
  const state = contract === 'agentradio' ? 'on_shift' : undefined;
  return checkCommand({ contract, state, command, env: process.env, ...more });
}

function idsWith(wanted: Verdict, { requirements }: ClientReport): string[] {
  return requirements.flatMap(({ id, verdict }) => (verdict === wanted ? [id] : []));
}

/** What is said where a report is not as it should be. */
function story({ requirements, notes, scenarios }: ClientReport): string {
  const open = requirements.filter(({ verdict }) => verdict !== 'pass');
  const ended = scenarios.filter((one) => one.ended !== undefined);
  return JSON.stringify({ notes, open, ended }, null, 1);
}

let long: Promise<ClientReport>;

// Its client mostly sleeps, so that all others run meanwhile.
beforeAll(() => {
  const command = [...LANGUAGES.py, `${root}fixtures/clients/agentradio.py`];
  long = check('agentradio', command, { scenarios: LONG });
});

describe.concurrent.each(Object.entries(LANGUAGES))(
  'the correct clients in .%s',
  (language, command) => {
    it('of AgentMC fails nothing in compressed time', { timeout: MINUTES }, async () => {
      const report = await check('agentmc', [
        ...command,
        `${root}fixtures/clients/agentmc.${language}`,
      ]);
      expect(report.notes).toEqual([]);
      expect(report.verdict, story(report)).toBe('pass');
      expect(idsWith('pass', report)).toHaveLength(12);
      expect(Math.max(...report.scenarios.map(({ rate }) => rate))).toBeGreaterThan(20);
    });

    it('of AgentRadio fails nothing in compressed time', { timeout: MINUTES }, async () => {
      const report = await check(
        'agentradio',
        [...command, `${root}fixtures/clients/agentradio.${language}`],
        { scenarios: SHORT },
      );
      expect(report.notes).toEqual([]);
      expect(report.verdict, story(report)).toBe('pass');
      expect(idsWith('pass', report)).toHaveLength(17);
    });
  },
);

describe.concurrent('clients that break a rule, in compressed time', () => {
  it.each([
    ['agentmc', 'no-models', 'AMC-C-003', ['steady']],
    ['agentradio', 'too-often', 'AR-C-005', ['steady']],
    ['agentradio', 'gives-its-key-away', 'AR-C-016', ['planted-texts']],
  ] as const)(
    '%s, %s fails %s',
    { timeout: MINUTES },
    async (contract, name, requirement, scenarios) => {
      const client = ['node', '--import', 'tsx', `${root}test/peers/support/broken-client.ts`];
      const report = await check(contract, [...client, contract, name], { scenarios });
      expect(idsWith('fail', report), story(report)).toContain(requirement);
      const [result] = report.scenarios;
      // What rests on times is not told before a slower run has confirmed it.
      if (requirement === 'AR-C-005') expect(result?.rerun).toContain(requirement);
    },
  );
});

describe.concurrent('a client whose time cannot pass faster', () => {
  it('is told from others where it waits in threads', { timeout: MINUTES }, async () => {
    const report = await check(
      'agentmc',
      ['python3', `${root}test/peers/clients/waits-in-threads.py`],
      { scenarios: ['steady'], interval: 1000 },
    );
    // A libfaketime that knows how Python waits has nothing to complain about.
    if (report.notes.length > 0) {
      expect(report.notes[0]).toMatch(/^python3[.\d]* waits in a way that this libfaketime/);
      expect(report.scenarios[0]?.rate).toBe(1);
    }
    expect(idsWith('fail', report), story(report)).toEqual([]);
    expect(idsWith('inconclusive', report), story(report)).toEqual([]);
  });
});

describe.concurrent('half a day of a correct client', () => {
  it('is judged in minutes, the cap of its waits included', { timeout: MINUTES }, async () => {
    const report = await long;
    expect(report.verdict, story(report)).toBe('pass');
    expect(idsWith('pass', report)).toEqual(
      expect.arrayContaining(['AR-C-009', 'AR-C-010', 'AR-C-012', 'AR-C-019']),
    );
    const outage = report.scenarios.find(({ name }) => name === 'outage');
    expect(outage?.lasted).toBeGreaterThan(9 * 3_600_000);
  });
});
