import { describe, expect, it } from 'vitest';
import { createMock, manualClock, type Mock, type MockOptions } from '../../src/index.ts';
import { Redactor } from '../../src/mock/redact.ts';

const KEY = 'ar_agent_S3CRET/part+two==';
/** Looks like no key; only where it was sent tells that it is one. */
const ODD = 'odd S3CRET/part+two==';
const MARK = /^\[redacted:[0-9a-f]{8}\]$/;

function mockWith(options: MockOptions = {}): Mock {
  return createMock({ clock: manualClock('2026-05-18T16:00:00Z'), ...options });
}

const redactor = () => new Redactor(1, { ar_agent_: 1 }, []);

function hex(text: string, prefix = '%'): string {
  return [...Buffer.from(text)].map((byte) => prefix + byte.toString(16).padStart(2, '0')).join('');
}

const mixed = (text: string) =>
  [...text].map((letter, index) => (index % 3 === 0 ? hex(letter) : letter)).join('');

const spellings: Record<string, (text: string) => string> = {
  'as in a URL': encodeURIComponent,
  'in full': hex,
  'in capitals': (text) => hex(text).toUpperCase(),
  'in part': mixed,
  twice: (text) => encodeURIComponent(hex(text)),
  'three times in part': (text) => encodeURIComponent(encodeURIComponent(mixed(text))),
  'after a byte that is no character': (text) => `%ff${hex(text)}`,
  'between bytes that are none': (text) => `%c3${hex(text)}%e2%82`,
  'after a letter of two bytes': (text) => `%c3%a9%20${hex(text)}`,
};

describe.each(Object.entries(spellings))('a key percent-encoded %s', (_, spell) => {
  it.each([
    { kind: 'one', key: KEY },
    { kind: 'none', key: ODD },
  ])('that looks like $kind leaves the journal', ({ key }) => {
    const mock = mockWith();
    const authorization = `Bearer ${key}`;
    mock.handle({ method: 'GET', path: '/api/v1/home', headers: { authorization } });
    mock.handle({
      method: 'POST',
      path: `/api/heartbeat/${spell(key)}?q=${spell(key)}`,
      headers: { 'x-note': `see ${spell(key)}` },
      body: `a=1&note=${spell(key)}`,
    });
    const body = JSON.stringify({ status: 'online', currentTask: spell(key) });
    mock.handle({ method: 'POST', path: '/api/heartbeat', headers: {}, body });
    for (const { request, response } of mock.journal.all().slice(1)) {
      const text = decodeAll(JSON.stringify([request, response]));
      expect(text).toContain('[redacted:');
      expect(text).not.toMatch(/S3CRET|part|two/);
    }
  });
});

/** As whoever looks for a key would read it. */
function decodeAll(text: string): string {
  let result = text;
  for (let round = 0; round < 6; round += 1) {
    result = result.replaceAll(/%([0-7][0-9a-f])/gi, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    );
  }
  return result;
}

describe('a text', () => {
  it('loses a key whole', () => {
    expect(redactor().text(KEY, [])).toMatch(MARK);
    const parted = redactor().body(String.raw`{"a":"ar_agent_S3CRET\/part+two==`, []);
    expect(parted).toMatch(/^\{"a":"\[redacted:\w{8}\]$/);
  });

  it('keeps the mark of a key however that is spelt', () => {
    const mark = redactor().mark(KEY);
    // What follows a key without a break cannot be told from it.
    const { 'between bytes that are none': _, ...plain } = spellings;
    for (const spell of Object.values(plain)) {
      expect(redactor().text(spell(KEY), [])).toContain(mark);
    }
  });

  it('stays as it was spelt where it holds none', () => {
    const text = '50%25 of %ff %zz %2541 100% %e2%82%ac';
    expect(redactor().text(text, ['something else'])).toBe(text);
    expect(redactor().body(text, [])).toBe(text);
  });

  it('that is a form loses its credentials, however their names are spelt', () => {
    const form = 'password=a%26b&%61piKey=odd1&access_token=odd2&x=%31';
    expect(redactor().body(form, [])).toMatch(
      /^password=(\[redacted:\w{8}\])&apiKey=(?!\1)\[redacted:\w{8}\]&access_token=\[redacted:\w{8}\]&x=1$/,
    );
  });
});

describe('keys that look like none', () => {
  it('are taken out of all later requests', () => {
    const mock = mockWith();
    mock.handle({ method: 'GET', path: '/api/v1/home', headers: { 'x-api-key': ODD } });
    mock.handle({
      method: 'POST',
      path: `/nowhere/${ODD}`,
      headers: { 'x-note': ODD },
      body: JSON.stringify({ note: ODD }),
    });
    expect(JSON.stringify(mock.journal.all())).not.toContain('S3CRET');
  });

  it('and are ordinary words leave later requests alone', () => {
    const mock = mockWith();
    mock.handle({ method: 'GET', path: '/api/v1/home', headers: { 'x-api-key': 'online' } });
    const body = '{"status":"online"}';
    mock.handle({ method: 'POST', path: '/api/heartbeat', headers: {}, body });
    expect(mock.journal.all()[1]?.request.body).toBe(body);
  });

  it('do not change what later requests are answered', () => {
    const answers = ['currentTask', 'nothing'].map((key) => {
      const mock = mockWith();
      mock.handle({ method: 'GET', path: '/api/v1/home', headers: { 'x-api-key': key } });
      const { body } = mock.handle({
        method: 'POST',
        path: '/api/heartbeat',
        headers: { authorization: 'Bearer ar_agent_demo' },
        body: '{"status":"online","currentTask":1}',
      });
      return { body, journal: JSON.stringify(mock.journal.all()[1]) };
    });
    expect(answers[0]?.body).toContain('currentTask');
    expect(answers[0]?.body).toBe(answers[1]?.body);
    expect(answers[0]?.journal).not.toContain('currentTask');
  });

  it('are remembered beside many others', () => {
    const many = redactor();
    many.mark(ODD);
    for (let index = 0; index < 20_000; index += 1) many.mark(`ar_agent_${index}`);
    expect(many.seen).toEqual([ODD]);
    for (let index = 0; index < 9_999; index += 1) many.mark(`another ${index}`);
    expect(many.seen[0]).toBe(ODD);
    many.mark('one more');
    expect(many.seen).toHaveLength(10_000);
    expect(many.seen[0]).toBe('another 0');
  });

  it('are looked for as long as they are in use', () => {
    const few = redactor();
    for (let index = 0; index < 1000; index += 1) {
      few.mark(ODD);
      few.mark(`another ${index}`);
    }
    const sought = few.withSeen([]);
    expect(sought).toContain(ODD);
    expect(sought.length).toBeLessThan(100);
  });
});

describe('replies in the journal', () => {
  it('have no keys in their headers', () => {
    const reply = {
      status: 302,
      headers: { location: `/next?q=${encodeURIComponent(KEY)}`, 'x-plain': 'a%20b' },
      text: '',
    };
    const mock = mockWith({
      scenario: { name: 'own', title: 'Own.', states: { on: { rules: [{ reply }] } } },
    });
    const authorization = `Bearer ${KEY}`;
    const answer = mock.handle({ method: 'GET', path: '/api/shows', headers: { authorization } });
    expect(answer.headers['location']).toContain('S3CRET');
    expect(mock.journal.all()[0]?.response.headers).toMatchObject({
      location: expect.stringMatching(/^\/next\?q=\[redacted:\w{8}\]$/),
      'x-plain': 'a%20b',
    });
  });

  it('keep headers that hold none as they are', () => {
    const headers = { date: 'now', 'www-authenticate': 'Bearer' };
    expect(redactor().replyHeaders(headers, ['something'])).toBe(headers);
  });
});

describe('a body that is nested too deep', () => {
  const deep = (text: string) => '['.repeat(4000) + text + ']'.repeat(4000);

  it.each(['"password"', '"apiKey"', String.raw`"\u0061\n"`, '{"secret":"x"}', `"${KEY}"`])(
    'with %s in it is refused, and journalled without secrets',
    (text) => {
      const mock = mockWith();
      const { status } = mock.handle({
        method: 'POST',
        path: '/api/heartbeat',
        headers: { authorization: `Bearer ${KEY}` },
        body: deep(text),
      });
      expect(status).toBe(400);
      const body = mock.journal.all()[0]?.request.body ?? '';
      expect(body).toMatch(/^\[{4000}/);
      expect(body).not.toContain('S3CRET');
    },
  );

  it('loses the fields that hold credentials', () => {
    const body = redactor().body(deep('{"password":["S3CRET"],"apiKey":{"x":"S3CRET"}}'), []);
    expect(body).toMatch(/"password":\["\[redacted:\w{8}\]"\]/);
    expect(body).not.toContain('S3CRET');
  });
});

it('answers also where the request cannot be recorded', () => {
  const mock = mockWith();
  const answer = mock.handle({
    method: 'GET',
    path: `/api/shows?q=${KEY}`,
    headers: { accept: KEY, 'x-broken': 5 as unknown as string },
  });
  expect(answer.status).toBe(200);
  expect(mock.journal.all()).toEqual([
    {
      id: 1,
      at: Date.parse('2026-05-18T16:00:00Z'),
      session: 'default',
      request: {
        method: 'GET',
        path: '[not recorded]',
        headers: {},
        body: '[not recorded]',
      },
      response: { status: 200, headers: {}, body: '[not recorded]' },
    },
  ]);
  mock.handle({ method: KEY, path: '/', headers: { 'x-api-key': 5 as unknown as string } });
  expect(mock.journal.all()[1]?.request.method).toBe('[not recorded]');
});
