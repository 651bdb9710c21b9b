import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { ServerReport } from '../../src/conformance/report/types.ts';
import { createMock } from '../../src/index.ts';
import { parseJson } from '../../src/json.ts';
import { listen } from '../../src/mock/adapters/node.ts';
import type { PlainReply, PlainRequest } from '../../src/mock/types.ts';
import { fakeIo } from '../support/fake-io.ts';

const KEY = 'mca_canary_key';
type Handle = (request: PlainRequest) => PlainReply;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heartbeat-kit-reports-'));
  return () => rm(folder, { recursive: true });
});

/** Serves the mock, or what a function makes of it; gives the base URL of AgentMC. */
async function serve(change: (handle: Handle) => Handle = (handle) => handle): Promise<string> {
  const listener = await listen(change(createMock().handle));
  onTestFinished(() => listener.close());
  return `${listener.url}/api/v1`;
}

/** Takes heartbeats without `host`, which AMC-S-006 forbids, or without `meta`, AMC-S-007. */
const taking = (field: 'host' | 'meta') =>
  serve((handle) => (request) => {
    const reply = handle(request);
    const body = parseJson(String(request.body)) as object | undefined;
    const isBroken = reply.status === 422 && body && !(field in body);
    return isBroken ? { ...reply, status: 200, body: '{"ok":true}' } : reply;
  });

/** Checks a few requirements of a server, in a folder of its own. */
async function check(url: string, args: readonly string[], env: Record<string, string> = {}) {
  const io = { ...fakeIo(), cwd: folder, env };
  const argv = ['check', 'server', '-c', 'agentmc', '-u', url, '--api-key', KEY, ...args];
  const code = await main(argv, io);
  return { code, ...io.written };
}

const ONLY = ['--only', 'AMC-S-002,AMC-S-006'];
const file = (name: string) => readFile(join(folder, name), 'utf8');
const write = (name: string, text: string) => writeFile(join(folder, name), text);

/** A baseline with one entry, which excuses AMC-S-006. */
const entry = (more = '') =>
  `failures:\n  - requirement: AMC-S-006\n    reason: being mended\n${more}`;

describe('--reporter', () => {
  it('tells a report in several forms at once, in folders that it makes', async () => {
    const url = await taking('host');
    const { code, out } = await check(url, [
      ...ONLY,
      '--reporter=json=out/report.json',
      '--reporter=markdown=out/deep/report.md',
    ]);
    expect(code).toBe(1);
    // Whoever looks on sees what people read.
    expect(out).toContain('The server does not keep the contract (level must).');
    const report = JSON.parse(await file('out/report.json')) as ServerReport;
    expect(report.verdict).toBe('fail');
    const text = await file('out/deep/report.md');
    expect(text).toContain('❌ **fail** | AMC-S-006');
    expect(text).toContain('✅ pass | AMC-S-002');
    expect(text).toContain('curl -i ');
    expect(text + JSON.stringify(report) + out).not.toContain(KEY);
  });

  it('prints one of them in place of that for people', async () => {
    const { out } = await check(await serve(), [...ONLY, '--reporter', 'json']);
    expect((JSON.parse(out) as ServerReport).verdict).toBe('pass');
  });

  it('annotates the run on GitHub, and adds to its summary', async () => {
    await write('summary.md', '# before\n');
    const env = { GITHUB_STEP_SUMMARY: join(folder, 'summary.md') };
    const url = await taking('host');
    const { out } = await check(url, [...ONLY, '--reporter', 'github'], env);
    const line = out.split('\n').find((one) => one.startsWith('::'));
    expect(line).toMatch(/^::error title=AMC-S-006 \(must\)%3A .*::FAIL {2}AMC-S-006 .*%0A/);
    expect(out).toMatch(/^FAIL +AMC-S-006/m);
    const summary = await file('summary.md');
    expect(summary).toMatch(/^# before\n## ❌ AgentMC heartbeat/);
    expect(summary + out).not.toContain(KEY);
  });

  it.each([
    ['--reporter nothing', 'must be one of pretty, json, junit, ctrf, github, markdown, html'],
    ['--reporter junit=', 'must have a file after ='],
    ['--reporter github=out.txt', 'takes no file with github'],
    ['--reporter json --reporter markdown', 'json and markdown would both be printed'],
    ['--reporter json --reporter github', 'github prints as well; give json a file: json='],
    ['--reporter json=.', '. is a folder; give a file in it'],
    ['--reporter json=taken/report.json', 'taken/report.json cannot be written: '],
    ['--reporter github --reporter github', 'github once is enough'],
    ['--reporter junit=a.xml,html=a.html', 'must be given once more for html, instead of a comma'],
    ['--min-coverage many', 'must have percents from 0 to 100'],
    ['--min-coverage 0x5A', 'must have percents from 0 to 100'],
    ['--min-coverage 1e2', 'must have percents from 0 to 100'],
    ['--min-coverage 90,95', 'must have one number for requirements'],
    ['--min-coverage pages=50', 'must name one of requirements, operations, '],
    ['--min-coverage operations=101', 'must have percents from 0 to 100'],
    ['--update-baseline', '--update-baseline needs --baseline'],
    ['--baseline known.yaml', 'known.yaml: there is no such file to read; --update-baseline'],
  ])('refuses %s before anything runs', async (flags, message) => {
    await write('taken', 'a file');
    let requests = 0;
    const url = await serve((handle) => (request) => {
      requests += 1;
      return handle(request);
    });
    const { code, out, err } = await check(url, [...ONLY, ...flags.split(' ')]);
    expect({ code, out, requests }).toEqual({ code: 2, out: '', requests: 0 });
    expect(err).toContain(message);
  });

  it('takes forms, baseline and coverage from the config file, beside which their files lie', async () => {
    await write(
      'heartbeat-kit.config.yaml',
      'checkServer:\n  reporter: [pretty, json=out/report.json]\n  baseline: known.yaml\n  minCoverage: { requirements: 100 }\n',
    );
    await write('known.yaml', entry());
    const { code, out } = await check(await taking('host'), ONLY);
    expect(out).toContain('1 failure is known (baseline).');
    expect(code).toBe(0);
    expect(JSON.parse(await file('out/report.json'))).toMatchObject({ verdict: 'pass' });
  });

  it('tells where the config file is wrong', async () => {
    await write('heartbeat-kit.config.yaml', 'checkServer:\n  reporter: junit=\n');
    const { code, err } = await check(await serve(), ONLY);
    expect(code).toBe(2);
    expect(err).toContain('heartbeat-kit.config.yaml:2: checkServer.reporter');
  });
});

describe('--baseline', () => {
  it('lets what it lists fail, says why, and tells no more of it', async () => {
    await write('known.yaml', entry('    link: https://example.com/1\n    expires: 2999-01-31\n'));
    const { code, out } = await check(await taking('host'), [...ONLY, '--baseline', 'known.yaml']);
    expect(code).toBe(0);
    expect(out).toMatch(
      /^fail +AMC-S-006 .*\n +known: being mended \(until 2999-01-31\) https:\/\/example\.com\/1$/m,
    );
    expect(out).not.toContain('curl');
    expect(out).toContain(
      'The server keeps the contract, as far as it was seen. 1 failure is known',
    );
  });

  it('fails for what it does not list', async () => {
    await write('known.yaml', entry('    flaky: true\n'));
    const args = ['--only', 'AMC-S-006,AMC-S-007', '--baseline', 'known.yaml'];
    const { code, out } = await check(await taking('meta'), args);
    expect(code).toBe(1);
    expect(out).toMatch(/^FAIL +AMC-S-007/m);
    expect(out).not.toMatch(/^FAIL +AMC-S-006/m);
  });

  it('fails for a failure in a scenario that it does not list', async () => {
    await write('known.yaml', entry('    scenarios: [Another one]\n'));
    const { code, out } = await check(await taking('host'), [...ONLY, '--baseline', 'known.yaml']);
    expect(code).toBe(1);
    expect(out).toMatch(/^FAIL +AMC-S-006/m);
  });

  it('fails for an entry that is stale, unless it is flaky', async () => {
    await write('known.yaml', entry());
    const url = await serve();
    const stale = await check(url, [...ONLY, '--baseline', 'known.yaml']);
    expect(stale.code).toBe(1);
    expect(stale.out).toContain(
      'known.yaml:2: AMC-S-006 passes now; take its entry out, or say flaky: true.',
    );
    expect(stale.out).toContain('No requirement fails anew, but the run does');
    await write('known.yaml', entry('    flaky: true\n'));
    expect((await check(url, [...ONLY, '--baseline', 'known.yaml'])).code).toBe(0);
  });

  it('says nothing of entries about what the run did not look at', async () => {
    await write('known.yaml', `${entry()}  - { requirement: AR-C-005, reason: slow }\n`);
    const args = ['--only', 'AMC-S-002', '--baseline', 'known.yaml'];
    expect(await check(await serve(), args)).toMatchObject({ code: 0 });
  });

  it('fails for an entry that has expired', async () => {
    await write('known.yaml', entry('    expires: 2020-02-29\n'));
    const { code, out } = await check(await taking('host'), [...ONLY, '--baseline', 'known.yaml']);
    expect(code).toBe(1);
    expect(out).toMatch(/^FAIL +AMC-S-006/m);
    expect(out).toContain('known.yaml:2: AMC-S-006 was excused until 2020-02-29; mend it, or');
  });

  it.each([
    [
      'requirement: AMC-S-006',
      'requirement: AMC-S-0006',
      '2: .* there is no requirement "AMC-S-0006"',
    ],
    ['reason: being mended', 'reason: ""', '3: failures.0.reason: must say why'],
    ['reason: being mended', 'because: of that', '2: failures.0'],
    ['reason: being mended', 'reason: x\n    expires: 2027-02-30', '4: .*must be a day such as'],
    ['reason: being mended', 'reason: x\n    link: here', '4: .*must be a URL'],
    [
      'failures:',
      'failures:\n  - { requirement: AMC-S-006, reason: x }',
      '3: .*stands above already',
    ],
    ['failures:', 'failure:', '1: .*'],
  ])('refuses a file with an entry that is misspelt: %s as %s', async (right, wrong, message) => {
    await write('known.yaml', entry().replace(right, wrong));
    const { code, err } = await check(await serve(), [...ONLY, '--baseline', 'known.yaml']);
    expect(code).toBe(2);
    expect(err).toMatch(new RegExp(`known\\.yaml:${message}`));
  });

  it('is written and kept up to date with --update-baseline', async () => {
    const args = [...ONLY, '--baseline', 'known.yaml', '--update-baseline'];
    const broken = await taking('host');
    const first = await check(broken, args);
    expect(first).toMatchObject({
      code: 0,
      err: expect.stringContaining('known.yaml was updated'),
    });
    const text = await file('known.yaml');
    expect(text).toMatch(/requirement: AMC-S-006\n +scenarios:\n(?: +- .*\n)+ +reason: Found on/);
    expect(text).not.toContain('AMC-S-002');
    // What people have written since stays, and what still holds is not written again.
    const edited = text.replace(
      /reason: .*/,
      'reason: being mended # by us\n    link: https://example.com/1',
    );
    await write('known.yaml', edited);
    expect((await check(broken, args)).err).not.toContain('was updated');
    expect(await file('known.yaml')).toBe(edited);
    // What passes is taken out.
    expect(await check(await serve(), args)).toMatchObject({ code: 0 });
    expect(await file('known.yaml')).not.toContain('AMC-S-006');
    expect(await readdir(folder)).toEqual(['known.yaml']);
  });

  it('is not written where the run was not complete', async () => {
    await write('known.yaml', entry());
    const args = [...ONLY, '--baseline', 'known.yaml', '--update-baseline'];
    const { code, err } = await check('http://127.0.0.1:1', args);
    expect(code).toBe(3);
    expect(err).toContain('known.yaml stays as it is, since the run is not complete');
    expect(await file('known.yaml')).toBe(entry());
  });
});

describe('--min-coverage', () => {
  it('fails a run that exercised less, and says what was not seen', async () => {
    const url = await serve();
    const args = ['--only', 'AMC-S-002,AMC-S-004', '--min-coverage', '90,operations=100'];
    const { code, out } = await check(url, args);
    expect(code).toBe(1);
    expect(out).toContain(
      'The run covers 1 of 2, 50 % of the requirements; 90 % are asked. Not seen: AMC-S-004.',
    );
    expect(out).not.toContain('of the operations;');
    expect((await check(url, [...args.slice(0, 2), '--min-coverage', '50'])).code).toBe(0);
  });
});

describe('coverage', () => {
  it('tells what a run has exercised of the contract', async () => {
    const url = await serve();
    await check(url, ['--reporter', 'json=report.json']);
    const { coverage } = JSON.parse(await file('report.json')) as ServerReport;
    expect(coverage.operations).toEqual({ seen: ['agentHeartbeat'], unseen: [] });
    expect(coverage.statuses).toEqual({
      seen: ['200', '400', '401', '403', '422'].map((status) => `agentHeartbeat ${status}`),
      unseen: ['agentHeartbeat 404', 'agentHeartbeat 429'],
    });
    expect(coverage.states.seen).toContain('the host is online');
    expect(coverage.states.unseen).toContain('several agents report from the host');
    expect(coverage.requirements.unseen).toContain('AMC-S-004');
    expect(coverage.scenarios.seen.length).toBeGreaterThan(5);
    expect(coverage.scenarios.unseen).toContain('A key without the right');
  });
});
