import { beforeAll, describe, expect, it } from 'vitest';
import { createMock } from '../../src/index.ts';
import { describeConformance, type ConformanceOptions } from '../../src/vitest/index.ts';
import { root, start } from '../support/processes.ts';
import type { Told } from './support/reporter.ts';

const VITEST = `${root}node_modules/vitest/vitest.mjs`;
const CONFIG = `${root}test/vitest/support/vitest.config.ts`;

/** The tests of the fixtures, as Vitest tells of them. */
describe('describeConformance', () => {
  let output: string;
  let told: readonly Told[];
  let failures: readonly string[];

  beforeAll(async () => {
    const run = start(process.execPath, [VITEST, 'run', '--config', CONFIG], { cwd: root });
    await run.exit;
    output = run.written.out + run.written.err;
    ({ told, failures } = JSON.parse(run.written.out) as {
      told: Told[];
      failures: string[];
    });
  }, 120_000);

  /** What came of the tests in a `describe` of a fixture. */
  const of = (name: string) => told.filter(({ suite }) => suite.startsWith(`${name} > `));
  const states = (name: string) =>
    Object.fromEntries(of(name).map((one) => [one.name.split(' ', 1)[0], one.state]));
  const test = (name: string, id: string) =>
    of(name).find((one) => one.name.startsWith(`${id} `)) as Told;
  /** What the tests say that cannot tell. */
  const problems = (name: string) => [
    ...new Set(of(name).flatMap(({ errors }) => errors.map(({ message }) => message))),
  ];
  const next = (suite: string, name: string) =>
    told.find((one) => one.suite === suite && one.name === name)?.state;

  it('makes a test of each requirement, which passes or says what it needs', () => {
    const all = of('a mock');
    expect(all.length).toBeGreaterThan(30);
    expect(all[0]).toMatchObject({
      suite: 'a mock > conformance to agentmc at the mock',
      name: 'AMC-S-001 must: Valid heartbeat: 200, application/json by the schema, ok true',
      state: 'passed',
    });
    expect(all.filter(({ state }) => state !== 'passed')).toMatchObject([
      { name: expect.stringMatching(/^AMC-S-004 must: /), note: 'it needs forbiddenKey' },
      { name: expect.stringMatching(/^AMC-S-029 assumed: /), note: 'it needs secondKey' },
      { name: expect.stringMatching(/^AMC-S-030 assumed: /), note: 'it needs burst' },
      ...[
        '031 must',
        '031.silence assumed',
        '032 must',
        '032.schema must',
        '032.lenient assumed',
      ].map((row) => ({
        name: expect.stringContaining(`AMC-S-${row}: `),
        note: 'it needs generated',
      })),
    ]);
    expect(states('a session of a mock')).toMatchObject({
      'AR-S-001': 'passed',
      'AR-S-005.inactive': 'skipped',
    });
    expect(next('a session of a mock', 'has seen it')).toBe('passed');
  });

  it('tells reporters what the test is about', () => {
    expect(test('a mock', 'AMC-S-030').meta).toEqual({
      heartbeatKit: {
        id: 'AMC-S-030',
        level: 'assumed',
        basis: 'assumed',
        source: expect.arrayContaining([expect.stringContaining('heartbeat-kit')]),
      },
    });
  });

  it('fails with the evidence, and shows where the tests were asked for', () => {
    expect(states('a broken server')).toEqual({
      'AMC-S-001': 'failed',
      'AMC-S-002': 'passed',
      'AMC-S-004': 'skipped',
      'AMC-S-015': 'skipped',
      'AMC-S-015.fingerprint': 'passed',
    });
    const [error] = test('a broken server', 'AMC-S-001').errors;
    expect(error?.message).toMatch(/^FAIL {2}AMC-S-001 \(must, document\)$/m);
    expect(error?.message).toMatch(/^ +stated in: AgentMC operation page "agentHeartbeat", /m);
    expect(error?.message).toMatch(
      /^ +sent +curl -i http:\/\/127\.0\.0\.1:\d+\/api\/v1\/agents\/heartbeat .*"\$HEARTBEAT_API_KEY"/m,
    );
    expect(error?.message).toMatch(/^ +received +200 application\/json \{"ok":"yes"/m);
    expect(error?.message).toMatch(/^ +expected +\/ok: true, but got "yes"$/m);
    const [, frame] = error?.stack.split(/\n(?= {4}at )/) ?? [];
    expect(frame).toContain('servers.fixture.ts');
  });

  it('skips what fails at a level that does not count, and says how it fails', () => {
    expect(test('a broken server', 'AMC-S-015').note).toMatch(
      /^fails, which does not count \(should, and failOn is must\): .*\/host\/name: .*, but got /,
    );
    expect(test('one that has the key in the body', 'AR-C-004').note).toBe(
      'fails, which does not count (should, and failOn is must): steady: 9 of 9 heartbeats do not: there is no Authorization: Bearer',
    );
  });

  it.each([
    [
      'nobody',
      /^http:\/\/127\.0\.0\.1:9 cannot be checked: nothing listens on port 9 of 127\.0\.0\.1\. Start the server, or correct url\.$/,
    ],
    ['a mock that puts on faults', /cannot be checked: no answer within 10 s/],
    ['a server that does not start', /^no database for \$HEARTBEAT_API_KEY$/],
    [
      'a command that fails',
      /^the server ended before it answered at \S+: exit code 3\. It wrote:\nno database for \$HEARTBEAT_API_KEY$/,
    ],
    ['no address', /^url must be the base URL of the server, .* not "localhost"$/],
    ['a start without address', /^url must be the base URL of the server, .* not ""$/],
    ['one that nothing was asked of', /^Nothing could be seen to hold: no scenario of this run/],
    [
      'one that ends at once',
      /^Nothing could be seen to hold: the client sent nothing and ended: it threw/,
    ],
  ])('fails all tests for one reason: %s', (name, message) => {
    expect(of(name).length).toBeGreaterThan(0);
    expect(new Set(Object.values(states(name)))).toEqual(new Set(['failed']));
    expect(problems(name)).toEqual([expect.stringMatching(message)]);
  });

  it('fails what it cannot tell where not even a plain heartbeat is accepted', () => {
    const [first, second] = of('a server that refuses all');
    expect(first?.errors[0]?.message).toContain('FAIL  AMC-S-001 (must, document)');
    expect(second).toMatchObject({
      state: 'failed',
      errors: [
        { message: expect.stringMatching(/A plain valid heartbeat is not accepted \(503\)/) },
      ],
    });
  });

  it('points at what the user wrote where that throws', () => {
    const [error] = test('a server that does not start', 'AMC-S-001').errors;
    expect(error?.stack).toContain('servers.fixture.ts');
  });

  it('stops what was started though it cannot be used', () => {
    expect(next('a start without address', 'is closed afterwards')).toBe('passed');
  });

  it.each(['a function', 'a command'])('stops a server that %s starts', (what) => {
    const name = `a server that ${what} starts`;
    expect(Object.values(states(name))).toEqual(['passed']);
    expect(next(name, what === 'a command' ? 'is gone afterwards' : 'is closed afterwards')).toBe(
      'passed',
    );
  });

  it('makes tests of the requirements for clients', () => {
    expect(states('a correct client')).toMatchObject({
      'AR-C-001': 'passed',
      'AR-C-005': 'passed',
    });
    expect(test('a correct client', 'AR-C-007')).toMatchObject({
      suite: 'a correct client > conformance to agentradio of myAgent (on_shift)',
      state: 'skipped',
      note: 'no scenario of this run is about it',
    });
    expect(states('one that does not wait')).toEqual({
      'AR-C-001': 'passed',
      'AR-C-007': 'failed',
    });
    expect(test('one that does not wait', 'AR-C-007').errors[0]?.message).toMatch(
      /^ +> +0:03:45 +POST +\/api\/heartbeat +200 +allowed from 0:06:00$/m,
    );
  });

  it('fails the file where an option fits nothing', () => {
    expect(failures).toEqual([
      'only AR-S-001 fits no requirement; they are AMC-S-001 to AMC-S-032.lenient, and * stands for anything',
    ]);
  });

  it('tells no key', () => {
    expect(output).not.toContain('canary');
  });

  const mock = createMock();
  it.each([
    ['describeConformance takes one of url, mock, start and client; none was given', {}],
    ['url and mock were given', { url: 'http://127.0.0.1', mock }],
    ['start and client were given', { start: () => '', client: async () => {} }],
    ['a command in start needs url as well', { start: 'node server.js' }],
    ['a command in start needs url as well', { start: 'node server.js', url: () => '' }],
    ['and nothing else', { start: 'node server.js', url: 'http://127.0.0.1', mock }],
    ['none was given', { start: 0 }],
    ['describeConformance needs the contract', { contract: undefined, mock }],
  ])('refuses options that are wrong: %s', (message, options) => {
    const given = { contract: 'agentmc', apiKey: 'mca_demo', ...options };
    expect(() => describeConformance(given as ConformanceOptions)).toThrow(message);
  });
});
