import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { ServerReport } from '../../src/conformance/report/types.ts';
import { createMock } from '../../src/index.ts';
import { listen } from '../../src/mock/adapters/node.ts';
import type { PlainReply, PlainRequest } from '../../src/mock/types.ts';
import { fakeIo, type FakeIo } from '../support/fake-io.ts';
import { bin } from '../support/processes.ts';

const KEY = 'mca_canary_key';
type Handle = (request: PlainRequest) => PlainReply;

/** Serves the mock, or what a function makes of it; gives the base URL of AgentMC. */
async function serve(change: (handle: Handle) => Handle = (handle) => handle): Promise<string> {
  const listener = await listen(change(createMock().handle));
  onTestFinished(() => listener.close());
  return `${listener.url}/api/v1`;
}

/** Arguments that check AgentMC with a key. */
function agentmc(url: string, ...more: readonly string[]): string[] {
  return ['-c', 'agentmc', '--url', url, '--api-key', KEY, ...more];
}

/** Runs `heartbeat-kit check server`; no key comes from the surroundings. */
async function check(
  args: readonly string[],
  env: Record<string, string> = {},
  io: FakeIo = fakeIo(),
) {
  const { HEARTBEAT_API_KEY: _, ...own } = process.env;
  const code = await main(['check', 'server', ...args], { ...io, env: { ...own, ...env } });
  return { code, ...io.written };
}

const without422: (handle: Handle) => Handle = (handle) => (request) => {
  const reply = handle(request);
  return reply.status === 422 ? { ...reply, status: 200, body: '{"ok":true}' } : reply;
};

describe('heartbeat-kit check server', () => {
  it('says for each requirement whether it holds, and ends with 0', async () => {
    const url = await serve();
    const { code, out, err } = await check(agentmc(url, '--only', 'AMC-S-002,AMC-S-004'));
    expect(code).toBe(0);
    expect(out).toContain(`AgentMC heartbeat at ${url}`);
    expect(out).toMatch(/^pass +AMC-S-002 +must +document +No key: 401/m);
    expect(out).toMatch(/^\? +AMC-S-004 .*\n +inconclusive: it needs --forbidden-key$/m);
    expect(out).toContain('1 passed, 0 failed, 1 inconclusive');
    expect(err).toMatch(/^note: Host records are left behind/);
  });

  it('tells of a failure all that is needed to fix it, and ends with 1', async () => {
    const url = await serve(without422);
    const args = ['-c', 'agentmc', '--url', url, '--only', 'AMC-S-006'];
    const { code, out } = await check(args, { HEARTBEAT_API_KEY: KEY });
    expect(code).toBe(1);
    const [, details = ''] = out.split(/^FAIL +AMC-S-006 \(must, document\)$/m);
    expect(details).toContain('A heartbeat without `host` is answered with 422.');
    expect(details).toContain('stated in: AgentMC operation page "agentHeartbeat", Description');
    expect(details).toContain('What is required: host-required');
    expect(details).toContain(
      `sent      curl -i ${url}/agents/heartbeat -H 'accept: application/json' -H 'content-type: application/json' -H 'x-api-key: '"$HEARTBEAT_API_KEY" --data-raw '{"meta":`,
    );
    expect(details).toContain('received  200 application/json');
    expect(details).toContain('expected  status: 422, but got 200');
    // Of many failures of one kind the first are told, the others named.
    expect(details).toMatch(/and 17 more: host\.meta\.ip-required, host\.meta\.network-required/);
    expect(out).toContain('The server does not keep the contract (level must).');
    expect(out).not.toContain(KEY);
  });

  it('saves what fails of payloads that it made up, to be seen again with --replay', async () => {
    const lenient: (handle: Handle) => Handle = (handle) => (request) =>
      handle({
        ...request,
        body: String(request.body).replace(/"auth":(?:\{\}|[^,}]+)/, '"auth":"x"'),
      });
    const url = await serve(lenient);
    const folder = await mkdtemp(join(tmpdir(), 'heartbeat-kit-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const saved = join(folder, 'failures');
    const made = ['--generated', '--fuzz', '20', '--seed', '4', '--save-failures', saved];
    const { out, err } = await check(agentmc(url, ...made));
    expect(out).toContain(
      'Generated payloads that are not valid: meta.auth, type: null (and 3 more',
    );
    expect(err).toContain('--replay ');
    const files = (await readdir(saved)).map((name) => join(saved, name));
    const [file = '', other = ''] = files;
    expect(files).toEqual([file, join(saved, 'AMC-S-032.schema-meta.auth-type.yaml')]);
    expect(file).toBe(join(saved, 'AMC-S-032.lenient-meta.auth-type.yaml'));
    const text = await readFile(file, 'utf8');
    expect(text + (await readFile(other, 'utf8')) + out + err).not.toContain(KEY);
    const replay = ['--replay', file, '--fail-on', 'assumed'];
    const again = await check(agentmc(url, ...replay));
    expect(again.code).toBe(1);
    expect(again.out).toContain('2 requests in');
    const mock = await check(agentmc(await serve(), ...replay));
    expect(mock.code).toBe(0);
    // A folder stands for its files; what the user has made his own is not written over.
    const all = await check(agentmc(url, '--replay', saved));
    expect(all.out).toContain('3 requests in');
    await writeFile(file, text.replace(/^#.*\n/, '# My own.\n'));
    await check(agentmc(url, ...made));
    expect(await readFile(file, 'utf8')).toMatch(/^# My own\.\n/);
    expect(await readdir(saved)).toEqual([
      'AMC-S-032.lenient-meta.auth-type-2.yaml',
      'AMC-S-032.lenient-meta.auth-type.yaml',
      'AMC-S-032.schema-meta.auth-type.yaml',
    ]);
  });

  it('says so where nothing is there to be saved', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'heartbeat-kit-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const args = ['--only', 'AMC-S-001', '--fuzz', '5', '--save-failures', folder];
    const { code, err } = await check(agentmc(await serve(), ...args));
    expect({ code, err }).toMatchObject({
      code: 0,
      err: expect.stringContaining('nothing is saved'),
    });
  });

  it('prints one JSON document with --reporter json', async () => {
    const url = await serve(without422);
    const args = ['-c', 'agentmc', '--url', url, '--only', 'AMC-S-006', '--reporter', 'json'];
    const { code, out } = await check(args, { HEARTBEAT_API_KEY: KEY });
    expect(code).toBe(1);
    const report = JSON.parse(out) as ServerReport;
    expect(report).toMatchObject({
      format: 'heartbeat-kit/server-report@1',
      contract: { id: 'agentmc' },
      target: url,
      verdict: 'fail',
      totals: { pass: 0, fail: 2, inconclusive: 0 },
    });
    expect(report.requirements.map(({ id, findings }) => [id, findings.length])).toEqual([
      ['AMC-S-006', 1],
      ['AMC-S-006.fields', 20],
    ]);
  });

  it('lets lighter failures pass unless --fail-on asks for them', async () => {
    const url = await serve((handle) => (request) => {
      const reply = handle(request);
      return {
        ...reply,
        body: reply.body
          .replace('"Validation failed."', '"no"')
          .replace(/,"details":.*\}\}$/, '}}'),
      };
    });
    const args = agentmc(url, '--only', 'AMC-S-011,AMC-S-024');
    const light = await check(args);
    expect(light.code).toBe(0);
    expect(light.out).toMatch(/^fail +AMC-S-024/m);
    expect(light.out).toContain('1 lighter failure does not count (--fail-on should makes it).');
    expect((await check([...args, '--fail-on', 'should'])).code).toBe(1);
  });

  it('leaves out requirements of a weaker basis', async () => {
    const url = await serve();
    const args = agentmc(url, '--only', 'AMC-S-007*');
    const { out } = await check([...args, '--basis', 'document']);
    expect(out).toContain('AMC-S-007 ');
    expect(out).not.toContain('AMC-S-007.runtime');
  });

  it('takes address and keys from the environment', async () => {
    const url = await serve();
    const { code, out } = await check(['-c', 'agentmc', '--only', 'AMC-S-004,AMC-S-029'], {
      AGENTMC_BASE_URL: url,
      HEARTBEAT_API_KEY: KEY,
      HEARTBEAT_AGENT_ID: '7',
      HEARTBEAT_SECOND_KEY: 'mca_canary_second',
      HEARTBEAT_SECOND_AGENT_ID: '8',
      HEARTBEAT_FORBIDDEN_KEY: 'mca_canary_forbidden',
    });
    expect({ code, out: /\d passed.*inconclusive/.exec(out)?.[0] }).toEqual({
      code: 0,
      out: '2 passed, 0 failed, 0 inconclusive',
    });
  });

  it('sends the headers it is given, and tells none of their secrets', async () => {
    const seen: (string | undefined)[] = [];
    const url = await serve((handle) => (request) => {
      seen.push(request.headers['x-tenant'], request.headers['cookie']);
      return without422(handle)(request);
    });
    const { out, err } = await check(
      agentmc(
        url,
        '--only',
        'AMC-S-006',
        '--header',
        'X-Tenant: 12',
        '--header',
        'cookie: sid=c4n4ry',
      ),
    );
    expect(new Set(seen)).toEqual(new Set(['12', 'sid=c4n4ry']));
    expect(out).toContain('x-tenant: 12');
    expect(out + err).not.toContain('c4n4ry');
  });

  it('checks a contract of which there is only a folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'heartbeat-kit-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const { code, err } = await check([
      '-c',
      folder,
      '--url',
      'http://127.0.0.1',
      '--api-key',
      KEY,
    ]);
    expect(code).toBe(2);
    expect(err).toContain(`${join(folder, 'scenarios', 'server')}: there is no such folder`);
  });

  it('shows on a terminal how far it is, and leaves no trace of it', async () => {
    const url = await serve();
    const io = { ...fakeIo(), live: true };
    const args = agentmc(url, '--only', 'AMC-S-002');
    const { err } = await check(args, {}, io);
    expect(err).toContain('1 of 5 steps: A heartbeat is accepted');
    expect(err.endsWith('\r\u001B[2K')).toBe(true);
  });
});

describe('what a user may get wrong', () => {
  const usual = agentmc('http://127.0.0.1:9');

  it.each([
    { what: 'no contract', args: ['--url', 'http://127.0.0.1:9'], says: /--contract <id>/ },
    {
      what: 'an unknown contract',
      args: ['-c', 'agentmx'],
      says: /no contract "agentmx"; there is agentmc, agentradio/,
    },
    {
      what: 'no address',
      args: ['-c', 'agentmc', '--api-key', KEY],
      says: /--url, or in AGENTMC_BASE_URL/,
    },
    {
      what: 'no key',
      args: ['-c', 'agentmc', '--url', 'http://h'],
      says: /--api-key, or in HEARTBEAT_API_KEY/,
    },
    {
      what: 'an empty key',
      args: [...usual, '--api-key', ''],
      says: /give a valid key with --api-key/,
    },
    {
      what: 'a key with a line break',
      args: [...usual, '--api-key', `${KEY}\n`],
      says: /--api-key holds a character/,
    },
    {
      what: 'an address that is none',
      args: [...usual, '--url', 'localhost:3'],
      says: /--url must begin with http/,
    },
    {
      what: 'a password in the address',
      args: [...usual, '--url', 'http://u:c4n4ry@h'],
      says: /--url must not hold a password/,
    },
    {
      what: 'a query in the address',
      args: [...usual, '--url', 'http://h/?x=1'],
      says: /without \? and #/,
    },
    {
      what: 'the whole address of the heartbeat',
      args: [...usual, '--url', 'http://h/api/v1/agents/heartbeat'],
      says: /not the address of the heartbeat itself/,
    },
    {
      what: 'a path without slash',
      args: [...usual, '--path', 'hosts/heartbeat'],
      says: /--path must begin with a slash/,
    },
    {
      what: 'a header without name',
      args: [...usual, '--header', 'c4n4ry'],
      says: /--header number 1 must have the form/,
    },
    {
      what: 'a pattern that fits nothing',
      args: [...usual, '--only', 'AMC-S-999'],
      says: /AMC-S-999 fits no requirement; they are AMC-S-001 to AMC-S-032.lenient/,
    },
    {
      what: 'a second key without its agent',
      args: [...usual, '--second-key', 'mca_second'],
      says: /--second-key needs --second-agent-id/,
    },
    {
      what: 'an unknown level',
      args: [...usual, '--fail-on', 'may'],
      says: /must, should, assumed/,
    },
    {
      what: 'a number that is none',
      args: [...usual, '--burst', '-1'],
      says: /whole number from 2 to 10000/,
    },
    {
      what: 'an agent that is no number',
      args: [...usual, '--agent-id', 'Jarvis'],
      says: /whole number of at least 1/,
    },
    {
      what: 'a certificate that is not there',
      args: [...usual, '--ca', '/nowhere.pem'],
      says: /--ca \/nowhere.pem: there is no such file/,
    },
    {
      what: 'nothing to start',
      args: [...usual, '--start', ' '],
      says: /--start is empty; give the command/,
    },
    {
      what: 'a header of the connection',
      args: [...usual, '--header', 'Transfer-Encoding: chunked'],
      says: /--header may not set transfer-encoding/,
    },
    {
      what: 'a key for two things',
      args: [...usual, '--forbidden-key', KEY],
      says: /--api-key and --forbidden-key are the same key/,
    },
    {
      what: 'a requirement that cannot be seen',
      args: [...usual, '--only', 'AMC-S-004'],
      says: /--only AMC-S-004 needs --forbidden-key/,
    },
    {
      what: 'a wait for nothing',
      args: [...usual, '--wait', '3'],
      says: /--wait says how long --start/,
    },
    {
      what: 'a seed for nothing',
      args: [...usual, '--seed', '3'],
      says: /--seed says what --fuzz draws from/,
    },
    {
      what: 'a rate of nothing',
      args: [...usual, '--rps', '0'],
      says: /must be a number from 0.01 to 10000/,
    },
    {
      what: 'a replay beside what is made up',
      args: [...usual, '--replay', 'a.yaml', '--generated'],
      says: /--replay runs its files alone/,
    },
    {
      what: 'a scenario that is not there',
      args: [...usual, '--replay', '/nowhere.yaml'],
      says: /\/nowhere\.yaml: cannot be read/,
    },
    {
      what: 'a folder that cannot be made',
      args: [...usual, '--save-failures', '/dev/null/failures'],
      says: /--save-failures \/dev\/null\/failures: cannot be written to/,
    },
    {
      what: 'a misspelt option with a key',
      args: ['-c', 'agentmc', '--api-kye=c4n4ry'],
      says: /unknown option '--api-kye'/,
    },
  ])('$what: 2, and how to mend it', async ({ args, says }) => {
    const { code, out, err } = await check(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(says);
    expect(err).not.toMatch(/c4n4ry|canary|\n {4}at /);
  });

  it('a certificate file that holds none: 2', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'heartbeat-kit-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, 'ca.pem'), 'nothing');
    const { code, err } = await check([...usual, '--ca', join(folder, 'ca.pem')]);
    expect({ code, err }).toMatchObject({
      code: 2,
      err: expect.stringContaining('no certificate in PEM form'),
    });
  });
});

describe('a server that cannot be checked to the end', () => {
  it('is not there: 3, in one sentence, and a report in which nothing passes', async () => {
    const port = await freePort();
    const { code, out } = await check(agentmc(`http://127.0.0.1:${port}`));
    expect(code).toBe(3);
    expect(out).toContain(
      `The run is not complete. http://127.0.0.1:${port} cannot be checked: nothing listens on port ${port} of 127.0.0.1. Start the server, or correct --url.`,
    );
    expect(out).toMatch(/^0 passed, 0 failed, 39 inconclusive/m);
  });

  it('does not answer when the user has had enough: 3, with what was seen until then', async () => {
    const hanging = createServer(() => io.stop());
    hanging.listen(0, '127.0.0.1');
    await once(hanging, 'listening');
    onTestFinished(() => void hanging.close());
    const io = fakeIo();
    const { port } = hanging.address() as AddressInfo;
    const args = agentmc(`http://127.0.0.1:${port}`);
    const { code, out } = await check(args, {}, io);
    expect(code).toBe(3);
    expect(out).toContain('The run is not complete. The run was stopped.');
  });
});

describe('--start', () => {
  const quoted = (text: string) => `'${text}'`;

  it('starts the server, checks it, and stops all that it started', async () => {
    const port = await freePort();
    const start = `${quoted(process.execPath)} ${quoted(bin)} mock --port ${port}; true`;
    const { code, out } = await check(
      agentmc(`http://127.0.0.1:${port}/api/v1`, '--only', 'AMC-S-002', '--start', start),
    );
    expect(out).toContain('1 passed');
    expect(code).toBe(0);
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow('fetch failed');
  });

  it('tells what a server wrote that ends before it answers: 3, without keys', async () => {
    const port = await freePort();
    const { code, out, err } = await check(
      agentmc(`http://127.0.0.1:${port}`, '--start', `echo "no config for ${KEY}" >&2; exit 4`),
    );
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toContain(
      `the server ended before it answered at http://127.0.0.1:${port}: exit code 4. It wrote:\nno config for $HEARTBEAT_API_KEY`,
    );
  });

  it('gives up on a server that never answers: 3', async () => {
    const port = await freePort();
    const { code, err } = await check(
      agentmc(`http://127.0.0.1:${port}`, '--start', 'sleep 60', '--wait', '1'),
    );
    expect(code).toBe(3);
    expect(err).toContain('does not answer at');
    expect(err).toContain('after 1 s (--wait)');
  });

  it('does not judge another server that is there already: 3', async () => {
    const url = await serve();
    const { code, err } = await check(agentmc(url, '--start', 'true'));
    expect(code).toBe(3);
    expect(err).toContain(`something answers at ${url} before the server is started`);
  });
});

/** A port on which nothing listens, and which the system does not give out again at once. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
