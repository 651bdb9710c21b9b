import { describe, expect, it } from 'vitest';
import { checkServer, type CheckServerOptions } from '../../src/conformance/check-server.ts';
import type { ServerReport } from '../../src/conformance/report/types.ts';
import { createMock } from '../../src/index.ts';
import { FULL, virtualClock } from './support/in-process.ts';
import { answering, CERTIFICATES, MUTE, secured, STRANGE } from './support/troubled-servers.ts';

const OWN_AUTHORITY = 'Give its certificate authority with --ca, as a PEM file.';
const HTTPS = 'Should --url begin with https:?';
const LOST = 'the connection was lost in the middle of the answer.';

/** What is said of each, after "<url> cannot be checked: ". */
const SENTENCES: Record<keyof typeof MUTE, (place: string) => string> = {
  'is down': (place) => `nothing listens on ${place}. Start the server, or correct --url.`,
  'has an unknown host name': () =>
    'the host name nothing.invalid cannot be resolved. Correct --url.',
  'resets connections at once': () => `the connection was reset. ${HTTPS}`,
  'closes without a word': () => `the connection was closed without an answer. ${HTTPS}`,
  'never answers': () => 'no answer within 0.3 s.',
  'drips a status line': () => 'no answer within 0.3 s.',
  'drips a body': () => 'the answer was not complete after 0.3 s.',
  'announces 100 MiB and sends them': () =>
    'the answer is larger than 1 MiB (104857600 bytes announced).',
  'sends 100 MiB in chunks': () => 'the answer is larger than 1 MiB.',
  'speaks TLS at http:': () => `the connection was closed without an answer. ${HTTPS}`,
  'speaks HTTP at https:': (place) =>
    `${place} does not speak TLS. Should --url begin with http: instead of https:?`,
  'has a certificate of its own': () => `its certificate is signed by itself. ${OWN_AUTHORITY}`,
  'has a certificate of an unknown authority': () =>
    `the issuer of its certificate is unknown. ${OWN_AUTHORITY}`,
  'answers garbage': (place) =>
    `what ${place} answers is not HTTP (HPE_INVALID_CONSTANT). ${HTTPS}`,
  'ends in the middle of a chunk': () => LOST,
  'breaks off before the announced length': () => LOST,
  // The head of the answer has shown that http: is right.
  'sends chunks without a length': (place) =>
    `what ${place} answers is not HTTP (HPE_INVALID_CHUNK_SIZE).`,
  'switches to another protocol': () => 'it answered 101 and left HTTP.',
};

/** For these there is nothing to wait for, and a busy machine may take its time. */
const PATIENT: readonly (keyof typeof MUTE)[] = [
  'has an unknown host name',
  'announces 100 MiB and sends them',
  'sends 100 MiB in chunks',
];

/** What is likely behind the answers of each, as its findings say. */
const CAUSES: Record<keyof typeof STRANGE, (url: string) => string | undefined> = {
  'answers 200 with a page': () =>
    'The answer is an HTML page ("Welcome to nginx!"): a web server or a proxy answers in place of the API; see whether --url is its base address.',
  'has a proxy that answers 502': () =>
    'The answer is an HTML page ("502 Bad Gateway"): a proxy in front of the server answers that it cannot reach it.',
  'redirects in circles': () =>
    'The server redirects to /api/v1/agents/heartbeat. Redirects are not followed, as they turn POST into GET: give the final address as --url.',
  'redirects to https:': () =>
    'The server redirects to https://127.0.0.1/api/v1/agents/heartbeat. Redirects are not followed, as they turn POST into GET: give the final address as --url.',
  'compresses unasked': () =>
    'The answer is compressed (gzip), although the request did not ask for it.',
  'answers invalid UTF-8': () => undefined,
  'answers 200 with nothing': () => undefined,
  'has nothing at this address': (url) =>
    `There seems to be nothing at ${url}/agents/heartbeat: see whether --url is the base address.`,
};

describe('a server that never gives a whole answer', () => {
  it.each(keysOf(MUTE))('%s', async (name) => {
    const url = await MUTE[name]();
    const report = await check(url, { timeout: PATIENT.includes(name) ? 20_000 : 300 });
    const { hostname, port } = new URL(url);
    const sentence = SENTENCES[name](`port ${port} of ${hostname}`);
    expect(report.ending).toEqual({
      kind: 'unreachable',
      sentence: `${url} cannot be checked: ${sentence}`,
    });
    expect(report.verdict).toBe('inconclusive');
    expect(report.totals).toMatchObject({ pass: 0, fail: 0 });
    expect(resultOf(report, 'AMC-S-001').reasons).toEqual(['the run ended before it was tried']);
  });
});

describe('a server that answers as no API does', () => {
  it.each(keysOf(STRANGE))('%s', async (name) => {
    const url = await STRANGE[name]();
    const report = await check(url);
    expect(report.ending).toBeUndefined();
    expect(report.verdict).toBe('fail');
    const { verdict, findings } = resultOf(report, 'AMC-S-001');
    expect(verdict).toBe('fail');
    expect(findings.map(({ cause }) => cause)).toEqual([CAUSES[name](url)]);
  });

  // A page that says "Welcome" accepts no heartbeat, whatever its status.
  it.each(keysOf(STRANGE))('%s, and passes nothing', async (name) => {
    const report = await check(await STRANGE[name]());
    expect(passesOf(report)).toEqual([]);
  });
});

describe('TLS', () => {
  const mock = createMock({ contracts: ['agentmc'] });
  const accepting = (cert: string) =>
    secured(cert, (request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.on('end', () => {
        const { method = 'GET', url: path = '/' } = request;
        const headers = request.headers as Record<string, string>;
        const reply = mock.handle({ method, path, headers, body });
        response.writeHead(reply.status, reply.headers).end(reply.body);
      });
    });

  it.each([
    ['signed by itself', CERTIFICATES.selfSigned, CERTIFICATES.selfSigned],
    ['of an authority', CERTIFICATES.issued, CERTIFICATES.authority],
    [
      'of one authority among several',
      CERTIFICATES.issued,
      `${CERTIFICATES.selfSigned}${CERTIFICATES.authority}`,
    ],
  ])('trusts a certificate %s that it was given', async (_, cert, ca) => {
    const report = await check(await accepting(cert)(), { ca, only: 'AMC-S-001' });
    expect(report.ending).toBeUndefined();
    expect(report.verdict).toBe('pass');
  });

  it('trusts no other certificate for that', async () => {
    const url = await accepting(CERTIFICATES.selfSigned)();
    const report = await check(url, { ca: CERTIFICATES.authority });
    expect(report.ending?.sentence).toBe(
      `${url} cannot be checked: its certificate is signed by itself. ${OWN_AUTHORITY}`,
    );
  });

  it('tells when a certificate is for another name', async () => {
    const url = (await accepting(CERTIFICATES.issued)()).replace('localhost', '127.0.0.1');
    const report = await check(url, { ca: CERTIFICATES.authority });
    expect(report.ending?.sentence).toBe(
      `${url} cannot be checked: its certificate is not for 127.0.0.1.`,
    );
  });

  it.each(['no PEM at all', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'])(
    'tells that no authority is known, where %j was given',
    async (ca) => {
      const url = await accepting(CERTIFICATES.issued)();
      const report = await check(url, { ca });
      expect(report.ending?.kind).toBe('unreachable');
      expect(passesOf(report)).toEqual([]);
    },
  );
});

it('sends nothing to where a redirect points', async () => {
  const seen: string[] = [];
  const elsewhere = await answering(({ url = '' }, response) => {
    seen.push(url);
    response.end();
  })();
  const url = await answering((_, response) => {
    response.writeHead(302, { location: `${elsewhere}/agents/heartbeat` }).end();
  })();
  const report = await check(url);
  expect(resultOf(report, 'AMC-S-001').findings[0]?.cause).toContain(`redirects to ${elsewhere}`);
  expect(seen).toEqual([]);
});

function check(url: string, options: Partial<CheckServerOptions> = {}): Promise<ServerReport> {
  const clock = virtualClock();
  return checkServer({ contract: 'agentmc', url, ...FULL.agentmc, clock, ...options });
}

function resultOf({ requirements }: ServerReport, id: string) {
  const result = requirements.find((one) => one.id === id);
  if (!result) throw new Error(`no requirement ${id} in the report`);
  return result;
}

function passesOf({ requirements }: ServerReport): string[] {
  return requirements.filter(({ verdict }) => verdict === 'pass').map(({ id }) => id);
}

function keysOf<T extends object>(table: T): (keyof T)[] {
  return Object.keys(table) as (keyof T)[];
}
