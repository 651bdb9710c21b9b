import { describe, expect, it } from 'vitest';
import { rmSync, mkdirSync } from 'node:fs';
import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { entry, inFolder, KEY, serve, taking, takingAll } from '../support/agentmc-checks.ts';

const { check, file, files, folder, write } = inFolder();
const ONLY = ['--only', 'AMC-S-002,AMC-S-006'];

describe('--baseline', () => {
  it('lets what it lists fail, says why, and tells no more of it', async () => {
    await write(
      'known.yaml',
      entry('AMC-S-006', '    link: https://example.com/1\n    expires: 2999-01-31\n'),
    );
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
    await write('known.yaml', entry('AMC-S-006', '    flaky: true\n'));
    const args = ['--only', 'AMC-S-006,AMC-S-007', '--baseline', 'known.yaml'];
    const { code, out } = await check(await taking('meta'), args);
    expect(code).toBe(1);
    expect(out).toMatch(/^FAIL +AMC-S-007/m);
    expect(out).not.toMatch(/^FAIL +AMC-S-006/m);
  });

  it('fails for a failure in a scenario that it does not list', async () => {
    await write('known.yaml', entry('AMC-S-006', '    scenarios: [What values are accepted]\n'));
    const { code, out } = await check(await taking('host'), [...ONLY, '--baseline', 'known.yaml']);
    expect(code).toBe(1);
    expect(out).toMatch(/^FAIL +AMC-S-006/m);
  });

  it('fails for an entry that is stale, unless it is flaky', async () => {
    await write('known.yaml', entry('AMC-S-006'));
    const url = await serve();
    const stale = await check(url, [...ONLY, '--baseline', 'known.yaml']);
    expect(stale.code).toBe(1);
    expect(stale.out).toContain(
      'known.yaml:2: AMC-S-006 passes now; take its entry out, or say flaky: true.',
    );
    expect(stale.out).toContain('No requirement fails the run, but what is told above does.');
    await write('known.yaml', entry('AMC-S-006', '    flaky: true\n'));
    expect((await check(url, [...ONLY, '--baseline', 'known.yaml'])).code).toBe(0);
  });

  it('says nothing of entries about what the run did not look at', async () => {
    await write('known.yaml', `${entry('AMC-S-006')}  - { requirement: AR-C-005, reason: slow }\n`);
    const args = ['--only', 'AMC-S-002', '--baseline', 'known.yaml'];
    expect(await check(await serve(), args)).toMatchObject({ code: 0 });
  });

  it('fails for an entry that has expired', async () => {
    await write('known.yaml', entry('AMC-S-006', '    expires: 2020-02-29\n'));
    const { code, out } = await check(await taking('host'), [...ONLY, '--baseline', 'known.yaml']);
    expect(code).toBe(1);
    expect(out).toMatch(/^FAIL +AMC-S-006/m);
    expect(out).toContain('known.yaml:2: AMC-S-006 was excused until 2020-02-29; mend it and');
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
    [
      'reason:',
      'scenarios: [What is requried]\n    reason:',
      '3: .*there is no scenario for a server of agentmc "What is requried"; did you mean "What is required"',
    ],
    [
      'reason:',
      'scenarios: [What is required]\n    steps:\n      - host-required\n      - host-requird\n    reason:',
      '6: .*there is no step in its scenarios called "host-requird"; did you mean "host-required"',
    ],
    [
      'reason:',
      'scenarios: [Every answer]\n    steps: [agentHartbeat 422]\n    reason:',
      '4: .*did you mean "agentHeartbeat 422"',
    ],
    [
      'reason:',
      'scenarios: [Generated payloads that are valid]\n    steps: ["host.nam, unicode"]\n    reason:',
      '4: .*did you mean "host.name, unicode"',
    ],
    ['reason:', 'steps: [host-required]\n    reason:', '3: .*needs scenarios'],
    [
      'AMC-S-006',
      'AMC-C-001\n    scenarios: [steddy]',
      '3: .*no scenario for a client of agentmc "steddy"; did you mean "steady"',
    ],
    [
      'AMC-S-006',
      'AMC-C-001\n    scenarios: [steady]\n    steps: [one]',
      '4: .*clients are judged by whole scenarios',
    ],
  ])('refuses a file with an entry that is misspelt: %s as %s', async (right, wrong, message) => {
    await write('known.yaml', entry('AMC-S-006').replace(right, wrong));
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
    expect(text).toMatch(
      /requirement: AMC-S-006\n +scenarios:\n(?: +- .*\n)+ +steps:\n +- host-required\n +reason: Found on/,
    );
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
    expect(await files()).toEqual(['known.yaml']);
  });

  it('is not written where the run was not complete', async () => {
    await write('known.yaml', entry('AMC-S-006'));
    const args = [...ONLY, '--baseline', 'known.yaml', '--update-baseline'];
    const { code, err } = await check('http://127.0.0.1:1', args);
    expect(code).toBe(3);
    expect(err).toContain('known.yaml stays as it is, since the run is not complete');
    expect(await file('known.yaml')).toBe(entry('AMC-S-006'));
  });

  it('knows scenarios and steps of all kinds', async () => {
    const of = (scenario: string, step: string) =>
      `  - { requirement: AMC-S-031, scenarios: [${scenario}], steps: ['${step}'], reason: x }\n`;
    const text = [
      'failures:\n',
      of('Every answer', 'agentHeartbeat 500'),
      of('Random payloads', 'meta.any.name, type'),
      of('Generated payloads that are not valid', 'the body, type'),
      '  - { requirement: AMC-C-001, scenarios: [steady, monday.har], reason: x }\n',
    ].join('');
    await write('known.yaml', text);
    const args = ['--only', 'AMC-S-002', '--baseline', 'known.yaml'];
    expect(await check(await serve(), args)).toMatchObject({
      code: 0,
      err: expect.not.stringContaining('known'),
    });
  });

  it('is as the README says', async () => {
    const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
    const [, text = ''] = /```yaml\n([^`]*\nfailures:\n[^`]*)```/.exec(readme) ?? [];
    await write('known.yaml', text);
    const { code, out } = await check(await serve(), [
      '--only',
      'AMC-S-013',
      '--baseline',
      'known.yaml',
    ]);
    expect(code).toBe(1);
    expect(out).toContain('known.yaml:3: AMC-S-013 passes now');
  });

  const FIELDS = ['--only', 'AMC-S-006.fields', '--baseline', 'known.yaml'];
  const without = (...fields: string[]) =>
    takingAll(({ host }) => host !== undefined && fields.some((field) => !(field in host)));

  it('fails for a step that it does not list, of a scenario that it does', async () => {
    const written = await check(await without('name'), [...FIELDS, '--update-baseline']);
    expect(written.code).toBe(0);
    expect(await file('known.yaml')).toMatch(/steps:\n +- host.name-required\n/);
    const { code, out } = await check(await without('name', 'meta'), FIELDS);
    expect(code).toBe(1);
    expect(out).toMatch(/^FAIL +AMC-S-006.fields/m);
  });

  it('fails for a listed step that passes by now, which --update-baseline takes out', async () => {
    await check(await without('name', 'meta'), [...FIELDS, '--update-baseline']);
    const text = await file('known.yaml');
    const url = await without('name');
    const { code, out } = await check(url, FIELDS);
    expect(code).toBe(1);
    expect(out).toContain(
      'known.yaml:4: AMC-S-006.fields does not fail at "host.meta-required" any more; take that out of its entry.',
    );
    expect((await check(url, [...FIELDS, '--update-baseline'])).code).toBe(0);
    expect(await file('known.yaml')).toBe(text.replace(/ +- host.meta-required\n/, ''));
  });

  it('tells answers of one status from those of another', async () => {
    const html = (...statuses: number[]) =>
      serve((handle) => (request) => {
        const reply = handle(request);
        if (!statuses.includes(reply.status)) return reply;
        return { ...reply, headers: { ...reply.headers, 'content-type': 'text/html' } };
      });
    const args = ['--only', 'AMC-S-008', '--baseline', 'known.yaml'];
    await check(await html(401), [...args, '--update-baseline']);
    expect(await file('known.yaml')).toContain('- agentHeartbeat 401\n');
    expect((await check(await html(401), args)).code).toBe(0);
    expect((await check(await html(401, 422), args)).code).toBe(1);
    expect((await check(await serve(), args)).out).toContain('AMC-S-008 passes now');
  });

  it('says which of its entries excuse a failure, and that they are not for the whole', async () => {
    const first = entry('AMC-S-006', '    scenarios: [What values are accepted]\n');
    const second =
      '  - requirement: AMC-S-006\n    scenarios: [What is required]\n    reason: the other\n';
    await write('known.yaml', first + second);
    const { out } = await check(await taking('host'), [...ONLY, '--baseline', 'known.yaml']);
    expect(out).toMatch(/^ +known: the other$/m);
  });

  it('fails for what has expired, whether it is flaky and passes or was not looked at', async () => {
    const text = entry('AMC-S-006', '    flaky: true\n    expires: 2020-02-29\n');
    await write('known.yaml', text);
    const url = await serve();
    for (const args of [ONLY, ['--only', 'AMC-S-002']]) {
      const { code, out } = await check(url, [...args, '--baseline', 'known.yaml']);
      expect(code).toBe(1);
      expect(out).toContain('known.yaml:2: AMC-S-006 was excused until 2020-02-29');
    }
    // What is another side's, or another contract's, is told there.
    for (const id of ['AMC-C-001', 'AR-S-006']) {
      await write('known.yaml', text.replace('AMC-S-006', id));
      expect((await check(url, [...ONLY, '--baseline', 'known.yaml'])).code).toBe(0);
    }
  });

  it('ends with 0 where nothing but what it lists was looked at', async () => {
    await write('known.yaml', entry('AMC-S-022'));
    const url = await takingAll((body) => !('agent' in body));
    const { code, out } = await check(url, ['--only', 'AMC-S-022', '--baseline', 'known.yaml']);
    expect(out).toContain(
      'Nothing fails the run, though nothing was seen to hold. 1 failure is known (baseline).',
    );
    expect(code).toBe(0);
  });

  it('holds no key that a report or an error would tell', async () => {
    const link = `    link: https://example.com/?key=${KEY}\n`;
    await write('known.yaml', entry('AMC-S-006', link).replace('mended', KEY));
    const args = [...ONLY, '--reporter', 'json=out.json', '--reporter', 'html=out.html'];
    const { code, out } = await check(await taking('host'), [...args, '--baseline', 'known.yaml']);
    expect(code).toBe(0);
    const told = out + (await file('out.json')) + (await file('out.html'));
    expect(told).toContain('being $HEARTBEAT_API_KEY');
    expect(told).not.toContain(KEY);
    await write('known.yaml', entry(KEY));
    expect((await check(await serve(), [...ONLY, '--baseline', 'known.yaml'])).err).not.toContain(
      KEY,
    );
  });

  it('may be no folder, and is named as it was given', async () => {
    const { code, err } = await check(await serve(), [...ONLY, '--baseline', '.']);
    expect(code).toBe(2);
    expect(err).toContain('. is a folder; give a file in it');
    await write('heartbeat-kit.config.yaml', 'checkServer:\n  baseline: ./known.yaml\n');
    await write('known.yaml', entry('AMC-S-006'));
    const { out } = await check(await serve(), ONLY);
    expect(out).toMatch(/^known\.yaml:2: AMC-S-006 passes now/m);
  });
});

describe('--update-baseline', () => {
  const UPDATE = [...ONLY, '--baseline', 'known.yaml', '--update-baseline'];

  it('leaves the file alone where no heartbeat is accepted', async () => {
    const url = await serve(() => () => ({ status: 500, headers: {}, body: 'oops' }));
    const { code, err } = await check(url, UPDATE);
    expect(code).toBe(1);
    expect(err).toContain('known.yaml stays as it is, since no heartbeat is accepted');
    expect(await files()).toEqual([]);
  });

  it('refuses aliases before anything runs, which would lose what they stand for', async () => {
    const text = `${entry('AMC-S-006').replace('being', '&why being')}  - requirement: AMC-S-007\n    reason: *why\n`;
    await write('known.yaml', text);
    const { code, out, err } = await check(await serve(), UPDATE);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('known.yaml:5: an alias');
    expect((await check(await taking('host'), UPDATE.slice(0, -1))).code).toBe(0);
  });

  it.each(['', '# ours\n', '# ours'])('takes %j for a baseline without entries', async (text) => {
    await write('known.yaml', text);
    expect((await check(await taking('host'), UPDATE)).code).toBe(0);
    const written = await file('known.yaml');
    expect(written.startsWith(text)).toBe(true);
    expect(written).toContain('- requirement: AMC-S-006\n');
  });

  it('tells all reports where the file cannot be written in the end', async () => {
    const url = await serve((handle) => (request) => {
      rmSync(join(folder(), 'known.yaml'), { recursive: true, force: true });
      mkdirSync(join(folder(), 'known.yaml'));
      const reply = handle(request);
      return reply.status === 422 ? { ...reply, status: 200, body: '{"ok":true}' } : reply;
    });
    await write('known.yaml', 'failures:\n');
    const { code, out, err } = await check(url, [...UPDATE, '--reporter', 'json=out.json']);
    expect(code).toBe(2);
    expect(err).toContain('known.yaml cannot be written: ');
    expect(out).toMatch(/^FAIL +AMC-S-006 /m);
    expect(JSON.parse(await file('out.json'))).toMatchObject({ verdict: 'fail' });
  });

  it('refuses a file that is read-only before anything runs', async () => {
    await write('known.yaml', 'failures:\n');
    await chmod(join(folder(), 'known.yaml'), 0o444);
    const { code, out, err } = await check(await taking('host'), UPDATE);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('known.yaml cannot be written: ');
  });
});
