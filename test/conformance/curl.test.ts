import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curlLine } from '../../src/conformance/curl.ts';
import { Secrets } from '../../src/conformance/secrets.ts';
import type { PlainRequest } from '../../src/index.ts';

const KEY = 'mca_canary_main';
const VARIABLES = { HEARTBEAT_API_KEY: KEY, HEARTBEAT_SECOND_KEY: 'mca_canary_second' };
const URL = 'http://127.0.0.1:8080/api/v1';
const BEAT: PlainRequest = {
  method: 'POST',
  path: '/agents/heartbeat',
  headers: { 'content-type': 'application/json', 'x-api-key': KEY },
  body: '{"ok":true}',
};

/** The line as the report has it, with names in place of the keys. */
function lineOf(
  request: Partial<PlainRequest>,
  variables: Record<string, string> = VARIABLES,
): string {
  const named = Object.entries(variables).map(([name, value]) => [`$${name}`, value]);
  const secrets = new Secrets(Object.fromEntries(named) as Record<string, string>);
  return curlLine({ ...BEAT, ...request }, URL, secrets);
}

/** What a shell that knows the variables would start curl with. */
function argumentsOf(line: string, variables: Record<string, string> = VARIABLES): string[] {
  const fake = String.raw`curl() { printf '%s\0' "$@"; }`;
  const { stdout, stderr, status } = spawnSync('sh', ['-c', `${fake}\n${line}`], {
    env: { PATH: process.env['PATH'], HOME: '/nowhere', ...variables },
    encoding: 'utf8',
  });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout.split('\0').slice(0, -1);
}

describe('the line for curl', () => {
  it('is short where nothing needs quotes', () => {
    expect(lineOf({ headers: {}, body: 'x=1' })).toBe(
      'curl -i http://127.0.0.1:8080/api/v1/agents/heartbeat --data-raw x=1',
    );
  });

  it('sends method, address, headers and body, with the key from the environment', () => {
    const line = lineOf({});
    expect(line).not.toContain(KEY);
    expect(line).toContain('$HEARTBEAT_API_KEY');
    expect(argumentsOf(line)).toEqual([
      '-i',
      `${URL}/agents/heartbeat`,
      '-H',
      'content-type: application/json',
      '-H',
      `x-api-key: ${KEY}`,
      '--data-raw',
      '{"ok":true}',
    ]);
  });

  it('names the method only where curl would choose another one', () => {
    const { body: _, ...bare } = { ...BEAT, headers: {} };
    const line = (request: PlainRequest) =>
      curlLine(request, URL, new Secrets({})).replace(`${URL}/agents/heartbeat`, 'URL');
    expect(line({ ...bare, method: 'GET' })).toBe('curl -i URL');
    expect(line({ ...bare, method: 'POST' })).toBe('curl -i -X POST URL');
    expect(line({ ...bare, method: 'PUT', body: '1' })).toBe('curl -i -X PUT URL --data-raw 1');
    expect(line({ ...bare, method: 'GET', body: '1' })).toBe('curl -i -X GET URL --data-raw 1');
  });

  it('says what answer is asked for, as frameworks choose the form of errors by it', () => {
    const headers = { accept: 'application/json' };
    expect(argumentsOf(lineOf({ headers }))).toContain('accept: application/json');
  });

  it('leaves out what curl works out by itself', () => {
    const headers = { host: 'example.org', 'content-length': '11', 'user-agent': 'kit' };
    expect(lineOf({ headers })).not.toContain('-H');
  });

  it('keeps an empty body', () => {
    expect(argumentsOf(lineOf({ headers: {}, body: '' })).slice(-2)).toEqual(['--data-raw', '']);
  });

  it('fills in keys wherever they stand', () => {
    const request = {
      path: `/beat?key=${KEY}`,
      headers: { authorization: `Bearer ${KEY}`, cookie: `a=${KEY}; b=mca_canary_second` },
      body: `{"key":"${KEY}","other":"mca_canary_second","twice":"${KEY}${KEY}"}`,
    };
    const line = lineOf(request);
    expect(line).not.toContain('canary');
    expect(argumentsOf(line)).toEqual([
      '-i',
      URL + request.path,
      '-H',
      `authorization: ${request.headers.authorization}`,
      '-H',
      `cookie: ${request.headers.cookie}`,
      '--data-raw',
      request.body,
    ]);
  });

  it('fills in a key that letters follow', () => {
    const body = `{"a":"${KEY}_INVALID","b":"${KEY}X"}`;
    expect(argumentsOf(lineOf({ body })).at(-1)).toBe(body);
  });

  it('fills in a secret whose name has a digit', () => {
    const variables = { HEARTBEAT_HEADER_X_AUTH2_TOKEN: 'canary-of-a-proxy' };
    const line = lineOf({ headers: { 'x-auth2-token': 'canary-of-a-proxy' } }, variables);
    expect(line).not.toContain('canary');
    expect(argumentsOf(line, variables)).toContain('x-auth2-token: canary-of-a-proxy');
  });

  it.each([
    ["single quotes: it's, '', '\\''"],
    ['double quotes: "a" and \\"b\\"'],
    ['dollars: $HOME ${HOME} $(id) $1 $$ $'],
    ['backticks: `id`'],
    ['backslashes: \\ \\\\ \\n \\0 \\'],
    ['line breaks: \n and \r\n and \n'],
    ['of the shell: ; & | < > ( ) { } [ ] * ? ~ # ! ^ %s'],
    ['of curl: @/etc/passwd'],
    ['unicode: ä 🦞 \u{202E} e\u0301'],
    ['-i'],
  ])('quotes %j', (text) => {
    const args = argumentsOf(lineOf({ headers: { 'x-text': text }, body: text }));
    expect(args.slice(2)).toEqual(['-H', `x-text: ${text}`, '--data-raw', text]);
  });

  it('quotes whatever there is', () => {
    // No argument of a program can hold the character 0.
    const texts = fc
      .oneof(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: fc.constantFrom("'", '"', '$', '\\', '\n', '`', ' ', 'a', '🦞') }),
      )
      .map((text) => text.replaceAll('\0', ''));
    fc.assert(
      fc.property(texts, texts, (value, body) => {
        const args = argumentsOf(lineOf({ headers: { 'x-text': value }, body }));
        expect(args.slice(2)).toEqual(['-H', `x-text: ${value}`, '--data-raw', body]);
      }),
    );
  });
});
