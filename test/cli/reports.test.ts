import { chmod, lstat, mkdir, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ServerReport } from '../../src/conformance/report/types.ts';
import { entry, inFolder, KEY, serve, taking } from '../support/agentmc-checks.ts';

const { check, file, files, folder, write } = inFolder();
const ONLY = ['--only', 'AMC-S-002,AMC-S-006'];

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
    const env = { GITHUB_STEP_SUMMARY: join(folder(), 'summary.md') };
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

  it('leaves nothing half written, and links and permissions as they are', async () => {
    await write('real.json', 'before');
    await chmod(join(folder(), 'real.json'), 0o640);
    await symlink('real.json', join(folder(), 'report.json'));
    await check(await serve(), [...ONLY, '--reporter', 'json=report.json']);
    expect((await lstat(join(folder(), 'report.json'))).isSymbolicLink()).toBe(true);
    expect(JSON.parse(await file('real.json'))).toMatchObject({ verdict: 'pass' });
    expect((await stat(join(folder(), 'real.json'))).mode & 0o777).toBe(0o640);
    expect((await files()).toSorted()).toEqual(['real.json', 'report.json']);
  });

  it('takes forms, baseline and coverage from the config file, beside which their files lie', async () => {
    await write(
      'heartbeat-kit.config.yaml',
      'checkServer:\n  reporter: [pretty, json=out/report.json]\n  baseline: known.yaml\n  minCoverage: { requirements: 100 }\n',
    );
    await write('known.yaml', entry('AMC-S-006'));
    const { code, out } = await check(await taking('host'), ONLY);
    expect(out).toContain('1 failure is known (baseline).');
    expect(code).toBe(0);
    expect(JSON.parse(await file('out/report.json'))).toMatchObject({ verdict: 'pass' });
  });

  it.each([
    [
      '--reporter json=known.yaml --baseline known.yaml',
      'known.yaml over known.yaml, which is read',
    ],
    ['--config cfg.yaml --reporter html=./cfg.yaml', './cfg.yaml over '],
    ['--reporter junit=a.xml --reporter json=./a.xml', './a.xml over the report in a.xml'],
    ['--baseline known.yaml --reporter json=link.yaml', 'link.yaml over known.yaml, which is read'],
    [
      '--reporter junit=here/a.xml --reporter json=there/a.xml',
      'there/a.xml over the report in here/a.xml',
    ],
  ])('takes the place of nothing else: %s', async (flags, message) => {
    await write('cfg.yaml', '{}');
    await write('known.yaml', entry('AMC-S-006'));
    await mkdir(join(folder(), 'here'));
    await symlink('known.yaml', join(folder(), 'link.yaml'));
    await symlink('here', join(folder(), 'there'));
    const { code, err } = await check('http://127.0.0.1:9', [...ONLY, ...flags.split(' ')]);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(message) });
    expect(await file('cfg.yaml')).toBe('{}');
    expect(await file('known.yaml')).toBe(entry('AMC-S-006'));
  });

  it('leaves no report of an earlier run where there is none, and tells GitHub why', async () => {
    await write('stale.xml', '<green/>');
    const flags = ['--start', 'exit 1', '--reporter', 'junit=stale.xml', '--reporter', 'github'];
    const { code, out } = await check('http://127.0.0.1:9', flags, {
      PATH: process.env['PATH'] ?? '',
    });
    expect(code).toBe(3);
    expect(await file('stale.xml')).toBe('');
    expect(out).toMatch(/^::error title=heartbeat-kit::the server ended before it answered/m);
  });

  it('tells where the config file is wrong', async () => {
    await write('heartbeat-kit.config.yaml', 'checkServer:\n  reporter: junit=\n');
    const { code, err } = await check(await serve(), ONLY);
    expect(code).toBe(2);
    expect(err).toContain('heartbeat-kit.config.yaml:2: checkServer.reporter');
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
    expect(out).toContain('No requirement fails the run, but what is told above does.');
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
