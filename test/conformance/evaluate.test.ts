import { describe, expect, it } from 'vitest';
import {
  matchesStatus,
  observe,
  type Answered,
  type Observation,
  type Surroundings,
} from '../../src/conformance/evaluate.ts';
import type { Expectation, Given, StatusRule } from '../../src/conformance/scenario/format.ts';
import type { Suite } from '../../src/conformance/scenario/load.ts';
import { ShapeChecks } from '../../src/conformance/schemas.ts';
import { Secrets } from '../../src/conformance/secrets.ts';

const NOW = Date.parse('2026-05-18T16:00:00Z');
const SHAPES = new ShapeChecks({
  pet: {
    $id: 'https://pets.example/pet.schema.json',
    type: 'object',
    required: ['name'],
    properties: { name: { type: 'string' }, age: { 'x-basis': 'assumed', minimum: 0 } },
  },
});
const SUITE = { shapes: SHAPES, defaults: {} } as unknown as Suite;
const PLAIN: Surroundings = {
  suite: SUITE,
  secrets: new Secrets({ $HEARTBEAT_API_KEY: 'mca_canary_main' }),
  captures: new Map(),
  answers: new Map(),
  first: undefined as unknown as Answered,
};

interface Case {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  /** Text, or a value that is sent as JSON. */
  readonly body?: unknown;
  readonly text?: string;
  readonly captures?: Record<string, unknown>;
  readonly sent?: unknown;
  readonly sentHeaders?: Record<string, string>;
  readonly fields?: readonly string[];
  readonly operation?: string;
  readonly first?: unknown;
}

function answerOf({ status = 200, headers = {}, sent, sentHeaders = {}, ...rest }: Case): Answered {
  const { operation = 'heartbeat', fields = [], body, text = JSON.stringify(body) ?? '' } = rest;
  return {
    request: { operation, method: 'POST', path: '/', headers: sentHeaders, json: sent, fields },
    reply: { status, headers, body: text },
    json: body,
    at: NOW,
  };
}

function look(
  conditions: Omit<Expectation, 'requirement'>,
  answer: Case,
  { around = {}, level = 'must', basis = 'assumed', given }: Options = {},
): Observation {
  const answered = answerOf(answer);
  const first = answer.first === undefined ? answered : answerOf({ body: answer.first });
  const captures = new Map(Object.entries(answer.captures ?? {}));
  const expectation = { requirement: 'X-S-001', ...conditions };
  return observe(
    expectation,
    answered,
    { ...PLAIN, captures, first, ...around },
    { level, basis },
    given,
  );
}

interface Options {
  readonly around?: Partial<Surroundings>;
  readonly level?: 'must' | 'should' | 'assumed';
  readonly basis?: 'document' | 'vendor' | 'assumed';
  readonly given?: Given;
}

type Rules = NonNullable<Expectation['body']>[string];

/** A rule for the value at /x, a case that meets it, one that does not, and what is told then. */
type Row = readonly [string, Rules, Case, Case, string, string];

const x = (value: unknown, more: Case = {}): Case => ({ ...more, body: { x: value } });

const VALUES: readonly Row[] = [
  ['a value', 'a', x('a'), x('b'), '"a"', '"b"'],
  ['a number', 1, x(1), x('1'), '1', '"1"'],
  ['a boolean', false, x(false), { body: {} }, 'false', 'nothing'],
  ['null', null, x(null), x(0), 'null', '0'],
  [
    'equals',
    { equals: { a: [1, 2] } },
    x({ a: [1, 2] }),
    x({ a: [2, 1] }),
    '{"a":[1,2]}',
    '{"a":[2,1]}',
  ],
  ['one-of', { 'one-of': ['a', 1, null] }, x(null), x('c'), 'one of "a", 1, null', '"c"'],
  ['type string', { type: 'string' }, x(''), x(0), 'string', '0'],
  ['type number', { type: 'number' }, x(1.5), x('1.5'), 'number', '"1.5"'],
  ['type integer', { type: 'integer' }, x(2), x(1.5), 'integer', '1.5'],
  ['type boolean', { type: 'boolean' }, x(false), x('false'), 'boolean', '"false"'],
  ['type object', { type: 'object' }, x({}), x([]), 'object', '[]'],
  ['type object, not null', { type: 'object' }, x({ a: 1 }), x(null), 'object', 'null'],
  ['type array', { type: 'array' }, x([]), x({}), 'array', '{}'],
  ['type null', { type: 'null' }, x(null), { body: {} }, 'null', 'nothing'],
  ['type absent', { type: 'absent' }, { body: {} }, x(null), 'absent', 'null'],
  ['types', { type: ['array', 'null'] }, x(null), x(''), 'array or null', '""'],
  ['present', { present: true }, x(null), { body: {} }, 'to be there', 'nothing'],
  ['not present', { present: false }, { body: {} }, x(null), 'not to be there', 'null'],
  [
    'rfc3339',
    { format: 'rfc3339' },
    x('2026-05-18T16:00:00Z'),
    x('2026-05-18T16:00:00'),
    'a time in RFC 3339 form',
    '"2026-05-18T16:00:00"',
  ],
  [
    'iso8601',
    { format: 'iso8601' },
    x('20260518T160000'),
    x(1_779_120_000),
    'a time in ISO 8601 form',
    '1779120000',
  ],
  [
    'echoes a place',
    { echoes: '/a/b' },
    x('ä', { sent: { a: { b: 'ä' } } }),
    x('a', { sent: { a: { b: 'ä' } } }),
    '"ä", as it was sent',
    '"a"',
  ],
  [
    'echoes a header',
    { echoes: 'X-Host-Fingerprint' },
    x('abc', { sentHeaders: { 'x-host-fingerprint': 'abc' } }),
    x('ABC', { sentHeaders: { 'x-host-fingerprint': 'abc' } }),
    '"abc", as it was sent',
    '"ABC"',
  ],
  [
    'same-as',
    { 'same-as': 'id' },
    x(7, { captures: { id: 7 } }),
    x(8, { captures: { id: 7 } }),
    '7, as before',
    '8',
  ],
  [
    'differs-from',
    { 'differs-from': 'id' },
    x('7', { captures: { id: 7 } }),
    x(7, { captures: { id: 7 } }),
    'another value than 7',
    '7',
  ],
  [
    'later-than',
    { 'later-than': 'at' },
    x('2026-05-18T18:00:01+02:00', { captures: { at: '2026-05-18T16:00:00Z' } }),
    x('2026-05-18T18:00:00+02:00', { captures: { at: '2026-05-18T16:00:00Z' } }),
    'a later time than "2026-05-18T16:00:00Z"',
    '"2026-05-18T18:00:00+02:00"',
  ],
  [
    'later-than, of no time',
    { 'later-than': 'at' },
    x('2026-05-18T16:00:00.001Z', { captures: { at: '2026-05-18T16:00:00Z' } }),
    x('later', { captures: { at: '2026-05-18T16:00:00Z' } }),
    'a later time than "2026-05-18T16:00:00Z"',
    '"later"',
  ],
  [
    'same-in-all',
    { 'same-in-all': true },
    x(7, { first: { x: 7 } }),
    x(8, { first: { x: 7 } }),
    '7, as in the answer to the same request',
    '8',
  ],
  ['at-least a number', { 'at-least': 2 }, x(2), x(1.9), 'at least 2', '1.9'],
  ['at-most a number', { 'at-most': 2 }, x(2), x(2.1), 'at most 2', '2.1'],
  ['above a number', { above: 2 }, x(2.1), x(2), 'more than 2', '2'],
  ['below a number', { below: 2 }, x(1.9), x(2), 'less than 2', '2'],
  ['number-from', { 'number-from': 0 }, x(0), x(-1), 'at least 0', '-1'],
  ['number-to', { 'number-to': 6 }, x(6), x(6.5), 'at most 6', '6.5'],
  ['number-from, for no number', { 'number-from': 0 }, x('-1'), x(-0.5), 'at least 0', '-0.5'],
  ['number-to, for nothing', { 'number-to': 6 }, { body: {} }, x(7), 'at most 6', '7'],
  ['a bound of no number', { 'at-least': 2 }, x(3), x('3'), 'at least 2', '"3"'],
  [
    'at-least another place',
    { 'at-least': '/y' },
    { body: { x: 3, y: 3 } },
    { body: { x: 2, y: 3 } },
    'at least 3',
    '2',
  ],
  [
    'another place without a number',
    { below: '/y' },
    { body: { x: 2, y: 3 } },
    { body: { x: 2 } },
    'a number that /y could be compared with',
    '2',
  ],
  [
    'above a captured number',
    { above: 'total' },
    x(2, { captures: { total: 1 } }),
    x(1, { captures: { total: 1 } }),
    'more than 1',
    '1',
  ],
  [
    'falls-from',
    { 'falls-from': { capture: 'minutes', by: 1 } },
    x(46, { captures: { minutes: 47 } }),
    x(46.5, { captures: { minutes: 47 } }),
    'at most 46, after 47 before',
    '46.5',
  ],
  [
    'within',
    { within: { of: '/y', seconds: 2 } },
    { body: { x: '2026-05-18T16:00:02Z', y: '2026-05-18T16:00:00Z' } },
    { body: { x: '2026-05-18T15:59:57Z', y: '2026-05-18T16:00:00Z' } },
    'a time within 2 s of "2026-05-18T16:00:00Z"',
    '"2026-05-18T15:59:57Z"',
  ],
  [
    'within, where the other is no time',
    { within: { of: '/y', seconds: 2 } },
    { body: { x: '2026-05-18T15:59:58Z', y: '2026-05-18T16:00:00Z' } },
    x('2026-05-18T16:00:00Z'),
    'a time within 2 s of nothing',
    '"2026-05-18T16:00:00Z"',
  ],
  [
    'as-many-as',
    { 'as-many-as': '/y' },
    { body: { x: ['a', 'b'], y: [1, 2] } },
    { body: { x: ['a'], y: [1, 2] } },
    'an array of 2',
    '["a"]',
  ],
  [
    'names',
    { names: 'host.meta.ip' },
    x({ 'host.meta.ip': ['is required'] }),
    x({ 'host.meta.os': ['is required'] }),
    'a key that names host.meta.ip',
    '{"host.meta.ip":["is required"]}'.replace('ip', 'os'),
  ],
  [
    'names one of the fields at fault',
    { names: '${fields}' },
    x({ b: [] }, { fields: ['a', 'b'] }),
    x({}, { fields: ['a', 'b'] }),
    'a key that names a or b',
    '{}',
  ],
  [
    'names, in no object',
    { names: 'a' },
    x({ a: 1 }),
    x('a is required'),
    'a key that names a',
    '"a is required"',
  ],
];

describe('a value in an answer', () => {
  it.each(VALUES)('meets the rule: %s', (_, rules, met) => {
    expect(look({ body: { '/x': rules } }, met)).toEqual({ kind: 'pass' });
  });

  it.each(VALUES)('fails the rule: %s', (_, rules, __, unmet, expected, actual) => {
    expect(look({ body: { '/x': rules } }, unmet)).toEqual({
      kind: 'fail',
      differences: [{ where: '/x', expected, actual }],
    });
  });

  it('must meet all rules, and is told all that it does not meet', () => {
    expect(look({ body: { '/x': { type: 'string', equals: 'a' }, '/y': 1 } }, x(2))).toEqual({
      kind: 'fail',
      differences: [
        { where: '/x', expected: '"a"', actual: '2' },
        { where: '/x', expected: 'string', actual: '2' },
        { where: '/y', expected: '1', actual: 'nothing' },
      ],
    });
  });

  it('is compared with the first of several answers where that one has it', () => {
    const same = { body: { '/x': { 'same-in-all': true } as const } };
    expect(look(same, x(8, { first: { x: null } })).kind).toBe('fail');
    expect(look(same, x(8, { first: { y: 7 } })).kind).toBe('pass');
  });

  it('may be each item of an array, and of arrays in those', () => {
    const body = { '/x/*/y/*': { type: 'integer' } } as const;
    expect(look({ body }, x([{ y: [1, 2] }, { y: [] }, {}]))).toEqual({ kind: 'pass' });
    expect(look({ body }, x({ '0': { y: ['1'] } }))).toEqual({ kind: 'pass' });
    expect(look({ body }, x([{ y: [1, '2'] }, { y: [null] }]))).toEqual({
      kind: 'fail',
      differences: [
        { where: '/x/0/y/1', expected: 'integer', actual: '"2"' },
        { where: '/x/1/y/0', expected: 'integer', actual: 'null' },
      ],
    });
  });

  it('may be the whole body', () => {
    expect(look({ body: { '': { type: 'array' } } }, { body: [] })).toEqual({ kind: 'pass' });
    expect(look({ body: { '': { type: 'array' } } }, { body: {} })).toMatchObject({
      differences: [{ where: 'body', expected: 'array', actual: '{}' }],
    });
  });

  it.each([
    ['nothing', ''],
    ['something else', '<html>'],
  ])('is not found in a body that is %s', (actual, text) => {
    expect(look({ body: { '/x': { present: false } } }, { text })).toEqual({
      kind: 'fail',
      differences: [{ where: 'body', expected: 'JSON', actual }],
    });
  });

  it.each<[string, Rules]>([
    ['same-as', { 'same-as': 'gone' }],
    ['differs-from', { 'differs-from': 'gone' }],
    ['later-than', { 'later-than': 'gone' }],
    ['at-most', { 'at-most': 'gone' }],
    ['falls-from', { 'falls-from': { capture: 'gone', by: 1 } }],
  ])('cannot be judged by %s where nothing was captured', (_, rules) => {
    expect(look({ body: { '/x': rules } }, x(1))).toEqual({
      kind: 'blocked',
      reason: 'there was no earlier value to compare with ("gone")',
    });
  });

  it('is wrong in itself, whatever it could not be compared with', () => {
    const rules = { type: 'string', 'same-as': 'gone' } as const;
    expect(look({ body: { '/x': rules } }, x('a')).kind).toBe('blocked');
    expect(look({ body: { '/x': rules } }, x(1))).toEqual({
      kind: 'fail',
      differences: [{ where: '/x', expected: 'string', actual: '1' }],
    });
    const others = { '/x': { 'same-as': 'gone' }, '/y': { type: 'string' } } as const;
    expect(look({ body: others }, { body: { x: 1, y: 2 } })).toEqual({
      kind: 'fail',
      differences: [{ where: '/y', expected: 'string', actual: '2' }],
    });
  });

  it.each<[string, Rules, string]>([
    ['later-than', { 'later-than': 'before' }, '"soon" is not a time to compare with'],
    ['falls-from', { 'falls-from': { capture: 'before', by: 1 } }, '"soon" is no number'],
    ['at-most', { 'at-most': 'before' }, '"soon" is no number to compare with'],
  ])('cannot be judged by %s where what was captured is of no use', (_, rules, reason) => {
    expect(look({ body: { '/x': rules } }, x(1, { captures: { before: 'soon' } }))).toEqual({
      kind: 'blocked',
      reason,
    });
  });
});

describe('the name of a field', () => {
  const finds = (key: string, field: string) =>
    look({ body: { '/x': { names: field } } }, x({ [key]: ['is wrong'] })).kind === 'pass';

  it.each([
    ['host.meta.ip', 'host.meta.ip'],
    ['/host/meta/ip', 'host.meta.ip'],
    ['#/host/meta/ip', 'host.meta.ip'],
    ['$.host.meta.ip', 'host.meta.ip'],
    ['host[meta][ip]', 'host.meta.ip'],
    ["host['meta']['ip']", 'host.meta.ip'],
    ['body.host.meta.ip', 'host.meta.ip'],
    ['Host.Meta.IP', 'host.meta.ip'],
    ['ip', 'host.meta.ip'],
    ['X-Host-Fingerprint', 'host.fingerprint'],
    ['X-Fingerprint', 'host.fingerprint'],
    ['host.meta.cpu_cores', 'host.meta.cpu_cores'],
    ['models.0', 'models.0'],
    // Of an object that is missing as a whole, the fields that are asked for.
    ['host.meta.hostname', 'host.meta'],
    ['host.name', 'host'],
    ['agent.id', 'agent'],
    ['/host/meta/network/public_ip', 'host.meta.network'],
  ])('%s names %s', (key, field) => {
    expect(finds(key, field)).toBe(true);
  });

  it.each([
    ['host', 'host.meta'],
    ['host.meta', 'host.meta.ip'],
    ['meta', 'host.meta.ip'],
    ['host.meta.network.public_ip', 'host.meta.ip'],
    ['public_ip', 'host.meta.ip'],
    ['ip', 'host.meta.network.public_ip'],
    ['host.meta.network.private_ip', 'host.meta.network.public_ip'],
    ['agent.name', 'host.name'],
    ['hostname', 'host.name'],
    ['name', 'host.meta.hostname'],
    ['os', 'host.meta.os_version'],
    ['host.meta.cpu', 'host.meta.cpu_cores'],
    ['host.meta.cpu_cores', 'host.meta.cpu'],
    ['hosts.name', 'host'],
    ['meta.ip', 'host.meta.ip'],
    ['title', 'host.name'],
    ['0', 'meta.models'],
    ['', 'host'],
    ['.', 'host'],
  ])('%s does not name %s', (key, field) => {
    expect(finds(key, field)).toBe(false);
  });
});

describe('a status', () => {
  it.each<[StatusRule, number[], number[]]>([
    [200, [200], [201, 404]],
    ['200', [200], [201]],
    ['2xx', [200, 204, 299], [199, 300, 429]],
    ['not 404', [200, 403, 500], [404]],
    ['not 3xx', [200, 404, 500], [301, 308]],
    ['refused', [301, 400, 401, 429, 499], [200, 204, 500, 503]],
    [
      [404, 403],
      [404, 403],
      [422, 200],
    ],
    [['2xx', 404], [201, 404], [403]],
  ])('%j', (rule, allowed, others) => {
    expect(allowed.filter((status) => !matchesStatus(rule, status))).toEqual([]);
    expect(others.filter((status) => matchesStatus(rule, status))).toEqual([]);
  });

  it.each<[StatusRule, string]>([
    [200, '200'],
    ['2xx', '2xx'],
    ['not 404', 'not 404'],
    ['refused', 'a refusal (3xx or 4xx)'],
    [[404, '5xx'], '404 or 5xx'],
  ])('is told: %j', (status, expected) => {
    const actual = status === 'not 404' ? 404 : 299;
    expect(look({ status }, { status: status === '2xx' ? 302 : actual })).toMatchObject({
      kind: 'fail',
      differences: [{ where: 'status', expected }],
    });
  });

  it.each<Omit<Expectation, 'requirement'>>([
    { status: 'not 3xx' },
    { status: '5xx' },
    { status: 500 },
    { secrets: 'none' },
    { body: { '/x': 1 } },
    { headers: { 'content-type': 'application/json' } },
  ])('of a server that failed proves nothing: %j', (conditions) => {
    const headers = { 'content-type': 'application/json' };
    expect(look(conditions, { status: 500, headers, body: { x: 1 } })).toEqual({
      kind: 'unseen',
      reason: 'the server failed (500)',
    });
  });

  it('of a server that failed is a failure where something else was expected', () => {
    expect(look({ status: '4xx' }, { status: 503 })).toEqual({
      kind: 'fail',
      differences: [{ where: 'status', expected: '4xx', actual: '503' }],
    });
  });
});

describe('a header', () => {
  const TYPE = 'application/json';
  type Rule = NonNullable<Expectation['headers']>[string];
  const lookAt = (name: string, rule: Rule, value: string | undefined) =>
    look(
      { headers: { [name]: rule } },
      { headers: value === undefined ? {} : { [name.toLowerCase()]: value } },
    );

  it.each<[string, Rule, string | undefined]>([
    ['a text', 'no-store', 'no-store'],
    ['present', { present: true }, ''],
    ['not present', { present: false }, undefined],
    ['a media type', { 'media-type': TYPE }, TYPE],
    ['a media type with parameters', { 'media-type': TYPE }, 'Application/JSON ; charset=utf-8'],
    ['HTML', { html: true }, 'text/HTML; charset=utf-8'],
    ['no HTML', { html: false }, 'text/plain'],
    ['no HTML, missing', { html: false }, undefined],
  ])('meets the rule: %s', (_, rule, value) => {
    expect(lookAt('X-Header', rule, value)).toEqual({ kind: 'pass' });
  });

  it.each<[string, Rule, string | undefined, string]>([
    ['a text', 'no-store', 'No-Store', 'no-store'],
    ['a text, missing', 'no-store', undefined, 'no-store'],
    ['present', { present: true }, undefined, 'to be there'],
    ['not present', { present: false }, '', 'not to be there'],
    ['a media type', { 'media-type': TYPE }, 'text/html; charset=utf-8', TYPE],
    ['a media type, longer', { 'media-type': TYPE }, 'application/json-seq', TYPE],
    ['a media type, missing', { 'media-type': TYPE }, undefined, TYPE],
    ['HTML', { html: true }, TYPE, 'an HTML page'],
    ['no HTML', { html: false }, 'application/xhtml+xml', 'no HTML page'],
  ])('fails the rule: %s', (_, rule, value, expected) => {
    expect(lookAt('X-Header', rule, value)).toEqual({
      kind: 'fail',
      differences: [{ where: 'header X-Header', expected, actual: value ?? 'no such header' }],
    });
  });

  it.each(['1', '120', 'Mon, 18 May 2026 16:00:01 GMT'])('may ask to wait by %s', (value) => {
    expect(lookAt('Retry-After', { 'retry-after': true }, value)).toEqual({ kind: 'pass' });
  });

  it.each([undefined, '0', '1.5', 'soon', 'Mon, 18 May 2026 16:00:00 GMT'])(
    'may not ask to wait by %s',
    (value) => {
      const expected = 'a whole number of seconds above 0, or an HTTP date in the future';
      expect(lookAt('Retry-After', { 'retry-after': true }, value)).toEqual({
        kind: 'fail',
        differences: [{ where: 'header Retry-After', expected, actual: value ?? 'no such header' }],
      });
    },
  );
});

describe('a shape', () => {
  it('is checked as a whole, with every violation told', () => {
    expect(look({ schema: 'pet' }, { body: { name: 'Rex' } })).toEqual({ kind: 'pass' });
    expect(look({ schema: 'pet' }, { body: { name: 7 } })).toEqual({
      kind: 'fail',
      differences: [{ where: '/name', expected: 'The name field must be a string.', actual: '7' }],
    });
    expect(look({ schema: 'pet' }, { body: [] })).toEqual({
      kind: 'fail',
      differences: [{ where: 'body', expected: 'The body must be an object.', actual: '[]' }],
    });
  });

  it('of what is only assumed counts for assumed requirements alone', () => {
    const pet = { body: { name: 'Rex', age: -1 } };
    const kind = (options: Options) => look({ schema: 'pet' }, pet, options).kind;
    expect(kind({ level: 'must' })).toBe('pass');
    expect(kind({ level: 'should' })).toBe('pass');
    expect(kind({ level: 'assumed' })).toBe('fail');
    expect(kind({ level: 'assumed', basis: 'document' })).toBe('pass');
  });

  it('needs JSON', () => {
    expect(look({ schema: 'pet' }, { text: '' })).toEqual({
      kind: 'fail',
      differences: [{ where: 'body', expected: 'JSON', actual: 'nothing' }],
    });
  });
});

describe('an error code', () => {
  it('stands at /error/code by default', () => {
    expect(look({ code: 'NO' }, { body: { error: { code: 'NO' } } })).toEqual({ kind: 'pass' });
    expect(look({ code: 'NO' }, { body: { code: 'NO' } })).toEqual({
      kind: 'fail',
      differences: [{ where: '/error/code', expected: '"NO"', actual: 'nothing' }],
    });
  });

  it('may stand at any of the places that the defaults list', () => {
    const suite = {
      ...SUITE,
      defaults: { send: {}, 'code-at': ['/error/code', '/code', '/error'] },
    };
    const at = (body: unknown) => look({ code: 'NO' }, { body }, { around: { suite } });
    expect(at({ code: 'NO' })).toEqual({ kind: 'pass' });
    expect(at({ error: 'NO', code: 12 })).toEqual({ kind: 'pass' });
    expect(at({ error: { code: 'OTHER' } })).toEqual({
      kind: 'fail',
      differences: [
        {
          where: '/error/code or /code or /error',
          expected: '"NO"',
          actual: '"OTHER", nothing, {"code":"OTHER"}',
        },
      ],
    });
  });
});

describe('the keys of a run', () => {
  it.each<[string, Case]>([
    ['the body', { body: { hint: 'mca_canary_main is unknown' } }],
    ['a text', { text: 'Unknown key: mca_canary_main' }],
    ['a header', { headers: { 'x-debug': 'key=mca_canary_main' } }],
    ['a body in base64', { text: Buffer.from('key mca_canary_main').toString('base64') }],
  ])('may not stand in %s', (_, answer) => {
    expect(look({ secrets: 'none' }, answer)).toEqual({
      kind: 'fail',
      differences: [
        {
          where: 'answer',
          expected: 'no API key in it',
          actual: 'it repeats the key that was sent',
        },
      ],
    });
  });

  it('are not mistaken for their beginnings', () => {
    expect(look({ secrets: 'none' }, { text: 'keys begin with mca_canary' }).kind).toBe('pass');
  });
});

describe('an answer that something is said about', () => {
  it.each<[string, Given, Case, string]>([
    ['by status', { status: '2xx' }, { status: 404 }, 'the status was 404'],
    [
      'by operation',
      { operation: ['heartbeat', 'heartbeatV1'] },
      { operation: 'home' },
      'the operation was home',
    ],
    ['by a value', { body: { '/host': { type: 'object' } } }, { body: {} }, '/host was nothing'],
    [
      'by a header',
      { headers: { 'x-mode': 'full' } },
      { headers: { 'x-mode': 'half' } },
      'header x-mode was half',
    ],
    [
      'by what was captured',
      { body: { '/x': { 'same-as': 'day' } } },
      x(1),
      'there was no earlier value to compare with ("day")',
    ],
  ])('is chosen %s', (_, given, answer, reason) => {
    const conditions = { status: 418 };
    expect(look(conditions, answer, { given })).toEqual({ kind: 'unseen', reason });
    expect(look({ ...conditions, given }, answer)).toEqual({ kind: 'unseen', reason });
  });

  it('is judged where all conditions hold', () => {
    const given = { operation: 'heartbeat', status: '2xx', body: { '/x': { present: true } } };
    expect(look({ body: { '/x': 1 } }, x(1), { given })).toEqual({ kind: 'pass' });
    expect(look({ body: { '/x': 1 }, given }, x(2), { given }).kind).toBe('fail');
  });
});
