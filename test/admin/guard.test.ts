import { describe, expect, it } from 'vitest';
import { refusalOf, type Guarded } from '../../src/admin/guard.ts';
import { isLoopback } from '../../src/mock/adapters/loopback.ts';
import { startMock } from '../support/admin.ts';
import { RawClient, rawRequest } from '../support/raw-http.ts';

const local: Guarded = { address: '127.0.0.1', host: '127.0.0.1', port: 4010, token: undefined };
const token = 'a-token-7f3a9c';
const open: Guarded = { address: '0.0.0.0', host: '0.0.0.0', port: 4010, token };

/** What is answered to a caller; 200 where it may come in. */
function ask(
  headers: Record<string, string>,
  guarded: Guarded = local,
  peer: string | undefined = '127.0.0.1',
): number {
  return (
    refusalOf({ headers: { host: 'localhost:4010', ...headers }, peer }, guarded)?.status ?? 200
  );
}

describe('on the loopback address', () => {
  it.each(['localhost:4010', 'LOCALHOST:4010', '127.0.0.1:4010', '[::1]:4010'])(
    'lets in who calls it %s',
    (host) => {
      expect(ask({ host })).toBe(200);
    },
  );

  it.each([
    '',
    'localhost',
    'localhost:4011',
    '127.0.0.1',
    'evil.test',
    'evil.test:4010',
    'localhost.evil.test:4010',
    'localhost:4010.evil.test',
    'evil.test#localhost:4010',
    'localhost:4010@evil.test',
    '127.0.0.1.nip.io:4010',
    '127.0.0.2:4010',
    '0.0.0.0:4010',
    '::1:4010',
    'localhost:04010',
    'localhost.:4010',
  ])('refuses who calls it %j, as after DNS rebinding', (host) => {
    expect(ask({ host })).toBe(403);
  });

  it('lets in who calls it as it was named, whatever address that is', () => {
    const named: Guarded = { address: '127.0.1.1', host: 'My-Machine', port: 80, token: undefined };
    expect(ask({ host: 'my-machine' }, named)).toBe(200);
    expect(ask({ host: 'my-machine:80' }, named)).toBe(200);
    expect(ask({ host: '127.0.1.1' }, named)).toBe(200);
    expect(ask({ host: 'other-machine' }, named)).toBe(403);
    const six: Guarded = { address: '::1', host: '::1', port: 4010, token: undefined };
    expect(ask({ host: '[::1]:4010' }, six)).toBe(200);
  });

  it('refuses a caller without a Host', () => {
    expect(refusalOf({ headers: {}, peer: '127.0.0.1' }, local)?.status).toBe(403);
  });

  it.each(['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'])('lets %s in', (peer) => {
    expect(ask({}, local, peer)).toBe(200);
  });

  it.each(['192.168.0.7', '::ffff:10.0.0.1', 'fe80::1', '10.127.0.1', ''])('refuses %j', (peer) => {
    expect(ask({}, local, peer)).toBe(403);
  });

  it('refuses who has gone already', () => {
    expect(
      refusalOf({ headers: { host: 'localhost:4010' }, peer: undefined }, local),
    ).toBeDefined();
  });

  it('asks for a token where one was given', () => {
    const guarded = { ...local, token };
    expect(ask({}, guarded)).toBe(401);
    expect(ask({ authorization: `Bearer ${token}` }, guarded)).toBe(200);
    // It opens no other door.
    expect(ask({ authorization: `Bearer ${token}`, host: 'evil.test:4010' }, guarded)).toBe(403);
  });
});

describe('pages in browsers', () => {
  it.each([
    { origin: 'http://evil.test' },
    { origin: 'null' },
    { origin: '' },
    { origin: 'http://localhost:3000' },
    { origin: 'http://127.0.0.1:4010' },
    { origin: 'https://localhost:4010' },
    { origin: 'http://localhost:4010.evil.test' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'http://evil.test:4010', host: 'evil.test:4010' },
  ] as Record<string, string>[])('are refused that say %j', (headers) => {
    expect(ask(headers)).toBe(403);
    expect(ask(headers, { ...local, token })).not.toBe(200);
  });

  it.each([
    { origin: 'http://localhost:4010' },
    { origin: 'http://LOCALHOST:4010', 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
  ] as Record<string, string>[])('of the mock itself are let in: %j', (headers) => {
    expect(ask(headers)).toBe(200);
  });

  it('are refused where others can connect as well, whatever they know', () => {
    const authorization = `Bearer ${token}`;
    expect(ask({ authorization, origin: 'http://evil.test' }, open)).toBe(403);
    expect(ask({ authorization, 'sec-fetch-site': 'cross-site' }, open)).toBe(403);
  });
});

describe('where others can connect', () => {
  it.each([
    ['', 401],
    ['Bearer', 401],
    ['Bearer ', 401],
    [`Bearer ${token}x`, 401],
    [`Bearer ${token.slice(0, -1)}`, 401],
    [`Bearer ${token} ${token}`, 401],
    [`Basic ${token}`, 401],
    [token, 401],
    [`Bearer ${token}`, 200],
    [`bearer  ${token}`, 200],
  ])('answers %j with %i', (authorization, status) => {
    expect(ask({ authorization, host: 'mock.example:4010' }, open, '192.168.0.7')).toBe(status);
    expect(ask({ authorization }, open)).toBe(status);
  });

  it('says what is needed, and not what it is', () => {
    const refusal = refusalOf({ headers: { host: 'x' }, peer: '10.0.0.1' }, open);
    expect(refusal?.headers).toMatchObject({
      'www-authenticate': expect.stringMatching(/^Bearer realm="/),
      'x-mock-error': 'unauthorized',
    });
    expect(JSON.stringify(refusal)).not.toContain(token);
  });
});

it.each([
  ['127.0.0.1', true],
  ['127.255.255.254', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['::FFFF:127.0.0.1', true],
  ['0.0.0.0', false],
  ['::', false],
  ['128.0.0.1', false],
  ['1.127.0.0', false],
  ['127.0.0.1.evil.test', false],
  ['localhost', false],
])('%s is a loopback address: %s', (address, expected) => {
  expect(isLoopback(address)).toBe(expected);
});

describe('on a socket', () => {
  const health = '/__admin/health';

  it('refuses what DNS rebinding would send, and lets the contracts be called all the same', async () => {
    const mock = startMock();
    const { port } = await mock.listen();
    const client = await RawClient.connect(port);
    const get = async (path: string, headers: Record<string, string>) => {
      await client.write(rawRequest(`GET ${path}`, headers));
      return client.response();
    };
    const refused = await get(health, { host: `evil.test:${port}` });
    expect(refused.status).toBe(403);
    expect(refused.headers['x-mock-error']).toBe('forbidden');
    expect(refused.body).toContain(`http://127.0.0.1:${port}`);
    const host = `127.0.0.1:${port}`;
    expect((await get(health, { host, origin: 'http://evil.test' })).status).toBe(403);
    expect((await get(`http://evil.test${health}`, { host: 'evil.test' })).status).toBe(403);
    expect((await get('/api/shows', { host: 'evil.test' })).status).toBe(200);
    const welcome = await get(health, { host });
    expect(welcome.status).toBe(200);
    for (const { headers } of [refused, welcome]) {
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
    client.destroy();
  });

  it('answers no preflight', async () => {
    const mock = startMock();
    const { url } = await mock.listen();
    const response = await fetch(url + health, {
      method: 'OPTIONS',
      headers: { origin: 'http://evil.test', 'access-control-request-method': 'POST' },
    });
    expect(response.status).toBe(403);
    expect([...response.headers.keys()].filter((name) => name.startsWith('access'))).toEqual([]);
  });

  it('guards the way to sessions as well', async () => {
    const mock = startMock();
    mock.session({ id: 'a' });
    const { url } = await mock.listen();
    const response = await fetch(`${url}/__sessions/a${health}`, {
      headers: { origin: 'http://evil.test' },
    });
    expect(response.status).toBe(403);
  });

  it('makes a token where others can connect', async () => {
    const mock = startMock();
    const { url, adminToken } = await mock.listen({ host: '0.0.0.0' });
    expect(adminToken).toMatch(/^[\w-]{32}$/);
    const refused = await fetch(url + health);
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toContain('Bearer');
    expect(await refused.text()).not.toContain(adminToken);
    const headers = { authorization: `Bearer ${adminToken}` };
    expect((await fetch(url + health, { headers })).status).toBe(200);
    expect((await mock.listen({ host: '0.0.0.0' })).adminToken).not.toBe(adminToken);
  });

  it('takes a token that is given, and makes none where only this machine can connect', async () => {
    const mock = startMock();
    expect((await mock.listen()).adminToken).toBeUndefined();
    const { url, adminToken } = await mock.listen({ adminToken: token });
    expect(adminToken).toBe(token);
    expect((await fetch(url + health)).status).toBe(401);
    const headers = { authorization: `Bearer ${token}` };
    expect((await fetch(url + health, { headers })).status).toBe(200);
  });

  it.each(['', 'two words', 'a\nb'])(
    'refuses the token %j, and does not repeat it',
    async (given) => {
      const error = await startMock()
        .listen({ adminToken: given })
        .catch((reason: unknown) => reason as Error);
      expect(error).toMatchObject({
        name: 'TypeError',
        message: expect.stringContaining('letters'),
      });
    },
  );

  it('is not there where it is switched off', async () => {
    const mock = startMock();
    const { url, adminToken } = await mock.listen({ host: '0.0.0.0', admin: false });
    expect(adminToken).toBeUndefined();
    const response = await fetch(url + health);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ detail: expect.stringContaining('off') });
    expect((await fetch(`${url}/api/shows`)).status).toBe(200);
    expect(mock.journal.size).toBe(1);
  });
});
