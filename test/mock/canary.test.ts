import { describe, expect, it, onTestFinished } from 'vitest';
import { createMock, manualClock, type Mock, type MockOptions } from '../../src/index.ts';
import { adapters } from '../support/adapters.ts';
import { examples } from '../support/heartbeats.ts';
import { startMock } from '../support/mock-command.ts';

const HOME = '/api/v1/home';
const KEY = 'ar_agent_canary7f3a9c';
// A key that looks like none; only where it was sent before tells that it is one.
const OTHER_KEY = 'canary7f3a9c+unlike/a-key';
const AUTH = { authorization: `Bearer ${KEY}` };

function mockWith(options: MockOptions = {}): Mock {
  const clock = manualClock('2026-05-18T16:00:00Z');
  const mock = createMock({ clock, scenario: 'injected-instructions', ...options });
  onTestFinished(() => mock.close());
  return mock;
}

/** All addresses in a text, without what follows them in a sentence. */
function urlsIn(text: string): string[] {
  return [...text.matchAll(/https?:\/\/[^\s"|)]+\w/g)].map(([url]) => url);
}

const planted = (text: string) => urlsIn(text).filter((url) => url.includes('/planted/'));
const foreign = (text: string) => urlsIn(text).filter((url) => url.includes('/canary/'));

describe.each(adapters)('planted addresses through $name', ({ connect }) => {
  it('are of the origin that the client used, and lead to a page', async () => {
    const mock = mockWith();
    const send = await connect(mock);
    const { text } = await send({ path: HOME, headers: AUTH });
    const [url = ''] = planted(text);
    expect(url).toMatch(/^http:\/\/[\w.:]+\/planted\/hint\.md$/);
    expect(text).not.toContain('${');
    for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS']) {
      const answer = await send({ method, path: new URL(url).pathname });
      expect(answer.status).toBe(200);
      expect(answer.headers['content-type']).toBe('text/markdown');
      expect(foreign(answer.text)).toHaveLength(1);
      expect(JSON.stringify(answer)).not.toMatch(/mock-|heartbeat-kit/);
    }
    expect(mock.journal.find(({ canary }) => canary === 'hint.md')).toHaveLength(4);
  });

  it('are in the journal, without keys', async () => {
    const mock = mockWith();
    const send = await connect(mock);
    await send({ method: 'POST', path: `/planted/x?key=${KEY}`, headers: AUTH, body: KEY });
    const [exchange] = mock.journal;
    expect(exchange).toMatchObject({ canary: 'x', response: { status: 200, body: 'OK\n' } });
    expect(exchange?.origin).toBeUndefined();
    expect(exchange?.request.body).toMatch(/^\[redacted:\w{8}\]$/);
    expect(JSON.stringify(exchange)).not.toContain('canary7f3a9c');
  });
});

describe('addresses on a foreign origin', () => {
  it('lead nowhere where nothing listens, but fetch and handle know them', async () => {
    const mock = mockWith();
    const { body } = mock.handle({ method: 'GET', path: HOME, headers: AUTH });
    const [url = ''] = foreign(body);
    expect(url).toBe('http://canary.invalid/canary/default/hint');
    const answer = await mock.fetch(url, { method: 'POST', body: KEY });
    expect([answer.status, await answer.text()]).toEqual([200, 'OK\n']);
    mock.handle({
      method: 'GET',
      path: '/canary/default/station?x=1',
      headers: { host: 'canary.invalid' },
    });
    expect(mock.journal.find(({ canary }) => canary !== undefined)).toMatchObject([
      { canary: 'hint', origin: 'foreign', request: { method: 'POST' } },
      { canary: 'station', origin: 'foreign', request: { path: '/canary/default/station?x=1' } },
    ]);
  });

  it('are of the origin that is given', async () => {
    const mock = mockWith({ canaryUrl: 'https://canary.example/' });
    const { canaryUrl } = await mock.listen({ canary: true });
    const home = mock.handle({ method: 'GET', path: HOME, headers: AUTH });
    const [url = ''] = foreign(home.body);
    expect(url).toBe('https://canary.example/canary/default/hint');
    await mock.fetch(url);
    await fetch(`${canaryUrl}/canary/default/hint`);
    expect(mock.journal.find(({ origin }) => origin === 'foreign')).toHaveLength(2);
  });

  it.each(['canary.example', 'ftp://canary.example', 'http://canary.example/x', 'http://a@b', 5])(
    'are not of %j',
    (canaryUrl) => {
      expect(() => createMock({ canaryUrl } as MockOptions)).toThrow(
        'createMock: canaryUrl: must be an origin, such as http://canary.example:8080',
      );
    },
  );

  it('arrive at a second socket, and in the journal, without keys', async () => {
    const mock = mockWith();
    const { url, canaryUrl } = await mock.listen({ canary: true });
    expect(new URL(canaryUrl ?? '').origin).not.toBe(new URL(url).origin);
    const home = await fetch(url + HOME, { headers: AUTH });
    const [hint = ''] = foreign(await home.text());
    expect(hint).toBe(`${canaryUrl}/canary/default/hint`);
    const answer = await fetch(`${hint}?agent=1&key=${KEY}`, {
      method: 'POST',
      headers: { ...AUTH, 'x-note': `my key is ${KEY}` },
      body: `key=${KEY}`,
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/plain');
    const [exchange] = mock.journal.find(({ canary }) => canary === 'hint');
    expect(exchange).toMatchObject({
      canary: 'hint',
      origin: 'foreign',
      request: {
        method: 'POST',
        path: expect.stringMatching(/\?agent=1&key=\[redacted:\w{8}\]$/),
        headers: { 'x-note': expect.stringMatching(/^my key is \[redacted:\w{8}\]$/) },
        body: expect.stringMatching(/^key=\[redacted:\w{8}\]$/),
      },
    });
    expect(JSON.stringify(mock.journal.all())).not.toContain('canary7f3a9c');
  });

  it('keep a key out that looks like none, once it was used as one', async () => {
    const mock = mockWith({ keys: {} });
    const { url, canaryUrl } = await mock.listen({ canary: true });
    await fetch(`${url}/api/heartbeat`, {
      method: 'POST',
      headers: { authorization: `Bearer ${OTHER_KEY}` },
      body: JSON.stringify(examples.agentradio),
    });
    await fetch(`${canaryUrl}/canary/default/${OTHER_KEY}`, { method: 'POST', body: OTHER_KEY });
    await fetch(`${canaryUrl}/canary/default/${encodeURIComponent(OTHER_KEY)}`);
    expect(mock.journal.find(({ origin }) => origin === 'foreign')).toMatchObject([
      {
        canary: expect.stringMatching(/^\[redacted:\w{8}\]$/),
        request: { body: expect.stringMatching(/^\[redacted:\w{8}\]$/) },
      },
      { canary: expect.stringMatching(/^\[redacted:\w{8}\]$/) },
    ]);
    expect(JSON.stringify(mock.journal.all())).not.toMatch(/canary7f3a9c|unlike/);
  });

  it('are seen whatever is asked there, under another name too', async () => {
    const mock = mockWith();
    const { canaryUrl = '' } = await mock.listen({ canary: {} });
    const { port } = new URL(canaryUrl);
    for (const path of ['/', '/canary', '/api/heartbeat', '/planted/x', '/__sessions/none/x']) {
      const answer = await fetch(`http://localhost:${port}${path}`);
      expect(answer.status).toBe(200);
      expect([...answer.headers.keys()].filter((name) => name.startsWith('x-'))).toEqual([]);
    }
    expect(mock.journal.all().map(({ canary }) => canary)).toEqual(
      Array.from({ length: 5 }, () => 'unknown'),
    );
  });

  it('are known to the session that planted them', async () => {
    const mock = mockWith();
    const { url } = await mock.listen({ canary: true });
    const session = mock.session({ id: 'one' });
    expect(() => mock.session({ id: 'default' })).toThrow('there is a session "default" already');
    const home = await fetch(url + session.basePath + HOME, { headers: AUTH });
    const text = await home.text();
    expect(planted(text)[0]).toBe(`${url}/__sessions/one/planted/hint.md`);
    const [hint = ''] = foreign(text);
    expect(new URL(hint).pathname).toBe('/canary/one/hint');
    await fetch(planted(text)[0] ?? '');
    await fetch(hint);
    await mock.fetch(hint);
    await session.fetch(hint);
    const hits = session.journal.find(({ canary }) => canary !== undefined);
    expect(hits.map(({ canary, origin }) => [canary, origin])).toEqual([
      ['hint.md', undefined],
      ['hint', 'foreign'],
      ['hint', 'foreign'],
      ['hint', 'foreign'],
    ]);
    expect(mock.journal.all()).toEqual([]);
    mock.endSession('one');
    await fetch(hint);
    expect(mock.journal.all()).toMatchObject([{ canary: 'hint', origin: 'foreign' }]);
  });

  it('lead on from a page to another address', async () => {
    const mock = mockWith();
    const { url, canaryUrl } = await mock.listen({ canary: true });
    const page = await (await fetch(`${url}/planted/rules.md`)).text();
    expect(foreign(page)).toEqual([`${canaryUrl}/canary/default/rules-next`]);
    const next = await (await fetch(`${canaryUrl}/canary/default/more.md`)).text();
    expect(foreign(next)).toEqual([`${canaryUrl}/canary/default/more-next`]);
  });

  it('stop where the mock stops', async () => {
    const mock = mockWith();
    const first = await mock.listen({ canary: true });
    await first.close();
    await expect(fetch(first.canaryUrl ?? '')).rejects.toThrow('fetch failed');
    const home = mock.handle({ method: 'GET', path: HOME, headers: AUTH });
    expect(foreign(home.body)[0]).toBe('http://canary.invalid/canary/default/hint');
    const second = await mock.listen({ canary: true });
    await mock.close();
    await expect(fetch(second.canaryUrl ?? '')).rejects.toThrow('fetch failed');
  });

  it('say where their port is taken, and leave nothing open', async () => {
    const mock = mockWith();
    const taken = await mock.listen();
    await expect(mock.listen({ canary: { port: taken.port } })).rejects.toThrow(
      `Port ${taken.port} on 127.0.0.1 is already in use`,
    );
    await taken.close();
    await expect(fetch(taken.url)).rejects.toThrow('fetch failed');
  });
});

describe('scenarios of your own', () => {
  it('plant addresses in bodies, texts and headers too', () => {
    const reply = (path: string, scenario: object) => {
      const states = { on: { rules: [{ reply: scenario }] } };
      const mock = mockWith({ scenario: { name: 'own', title: 'Own.', states } });
      return mock.handle({ method: 'GET', path, headers: { ...AUTH, host: 'mock.test' } });
    };
    const moved = { status: 302, headers: { location: '${canary:moved}' }, text: '${planted:a}' };
    expect(reply('/api/shows', moved)).toMatchObject({
      headers: { location: 'http://canary.invalid/canary/default/moved' },
      body: 'http://mock.test/planted/a',
    });
    const { body } = reply('/api/shows', { body: { links: ['${canary:a.md}', '${other:x}'] } });
    expect(JSON.parse(body)).toEqual({
      links: ['http://canary.invalid/canary/default/a.md', '${other:x}'],
    });
  });
});

describe('heartbeat-kit mock', () => {
  it('opens the second socket for a scenario that needs one, and tells who came', async () => {
    const { io, url } = await startMock(['--scenario', 'injected-instructions']);
    const [, canaryUrl = ''] = /^ +canaries +(http:\S+), which/m.exec(io.written.out) ?? [];
    await fetch(`${canaryUrl}/canary/default/hint`, { method: 'POST', body: KEY });
    await fetch(`${url}/planted/hint.md?${KEY}`);
    await io.until('out', / POST \/canary\/default\/hint 200 {2}canary: hint \(foreign origin\)\n/);
    await io.until('out', / GET \/planted\/hint\.md\?\S+ 200 {2}canary: hint\.md\n/);
    expect(io.written.out).not.toContain('canary7f3a9c');
  });

  it('tells a program of both', async () => {
    const { io } = await startMock(['--scenario', 'injected-instructions', '--json']);
    const lines = () => io.written.out.trimEnd().split('\n');
    const { canaryUrl } = JSON.parse(lines()[0] ?? '') as { canaryUrl: string };
    await fetch(`${canaryUrl}/canary/default/hint?token=${KEY}`);
    expect(JSON.parse(lines()[1] ?? '')).toMatchObject({ canary: 'hint', origin: 'foreign' });
    expect(io.written.out).not.toContain('canary7f3a9c');
  });

  it('opens none where no scenario could plant an address', async () => {
    const { io } = await startMock(['--contract', 'agentmc']);
    expect(io.written.out).not.toContain('canaries');
  });
});
