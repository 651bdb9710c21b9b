import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { judge, profileOf } from '../../../src/conformance/client/judge.ts';
import { runScenario } from '../../../src/conformance/client/run-scenario.ts';
import { keyFor, setUp } from '../../../src/conformance/client/setup.ts';
import { virtualStage } from '../../../src/conformance/client/stage.ts';
import { inProcess } from '../../../src/conformance/client/target.ts';
import type { JudgeContext } from '../../../src/conformance/client/types.ts';
import { readLog, type ReadLogOptions } from '../../../src/conformance/log/read.ts';
import type { ClientFunction, Exchange } from '../../../src/index.ts';
import { examples } from '../../support/heartbeats.ts';

export const START = Date.UTC(2026, 5, 1, 9);

/** A client's traffic in one scenario, and what is known beside. */
export interface Recording {
  readonly name: string;
  readonly exchanges: readonly Exchange[];
  readonly context: JudgeContext;
}

/**
 * Plays scenarios to a client, in virtual time.
 *
 * @param about no more than two scenarios, that show this requirement where there are such; all of them
 * by default.
 */
export async function recordingsOf(
  contract: string,
  client: ClientFunction,
  state?: string,
  about?: string,
): Promise<Recording[]> {
  const setup = await setUp({ contract, state });
  const all = setup.suite.scenarios;
  const showing = all.filter(({ judges }) => about !== undefined && judges.includes(about));
  const some = about === undefined ? all : (showing.length > 0 ? showing : all).slice(0, 2);
  const recordings: Recording[] = [];
  for (const scenario of some) {
    const { traffic } = await runScenario(scenario, {
      ...setup,
      seed: 1,
      apiKey: keyFor(setup.profile, scenario.name),
      stage: virtualStage(START),
      target: inProcess(client),
    });
    const { context } = traffic;
    recordings.push({
      name: scenario.name,
      exchanges: traffic.all.map(({ exchange }) => exchange),
      context,
    });
  }
  return recordings;
}

/** Writes a file that is gone after the test. */
export async function fileWith(content: string | object, name = 'log.har'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'heartbeat-kit-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, name);
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

/** Reads a file with such a content. */
export async function readFrom(
  content: string | object,
  contract: string,
  options?: ReadLogOptions,
): Promise<Exchange[]> {
  return readLog(await fileWith(content), profileOf({ contract }).behaviour, options);
}

/** Verdicts that were reached, by requirement. */
export function verdictsOf(
  exchanges: readonly Exchange[],
  context: JudgeContext,
): Record<string, string> {
  const reached = judge(exchanges, context).filter(({ verdict }) => verdict !== 'unseen');
  return Object.fromEntries(reached.map(({ requirement, verdict }) => [requirement, verdict]));
}

/** A request in an archive; all else that stands in one is up to the test. */
export interface EntryOptions {
  readonly at: number;
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly status?: number;
  readonly answer?: unknown;
  readonly answerHeaders?: Readonly<Record<string, string>>;
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
const listOf = (headers: Readonly<Record<string, string>>) =>
  Object.entries(headers).map(([name, value]) => ({ name, value }));

/** An entry of an archive as plain as the format allows. */
export function entry({
  at,
  url,
  method = 'GET',
  headers = {},
  body,
  status = 200,
  answer = {},
  answerHeaders = { 'content-type': 'application/json' },
}: EntryOptions) {
  return {
    startedDateTime: new Date(START + at).toISOString(),
    time: 12,
    request: {
      method,
      url,
      httpVersion: 'HTTP/1.1',
      headers: listOf(headers),
      ...(body !== undefined && {
        postData: { mimeType: headers['content-type'] ?? '', text: textOf(body) },
      }),
    },
    response: {
      status,
      statusText: '',
      headers: listOf(answerHeaders),
      content: { size: 0, mimeType: 'application/json', text: textOf(answer) },
    },
  };
}

export type Entry = ReturnType<typeof entry>;

export function archive(entries: readonly object[]): {
  log: { version: string; entries: readonly object[] };
} {
  return { log: { version: '1.2', entries } };
}

const MINUTE = 60_000;
const RADIO = 'https://agentradio.com';
export const MC_KEY = 'mca_c4n4ry/part+two==';
export const RADIO_KEY = 'ar_agent_c4n4ry/part+two==';

/** Heartbeats of an agent of AgentMC as they should be, one a minute. */
export function mcBeats(count: number, base = 'https://agentmc.ai/api/v1', key = MC_KEY) {
  return Array.from({ length: count }, (_, index) =>
    entry({
      at: index * MINUTE,
      url: `${base}/agents/heartbeat`,
      method: 'POST',
      headers: { 'x-api-key': key, 'content-type': 'application/json' },
      body: examples.agentmc,
    }),
  );
}

/** Check-ins of an agent on shift as they should be, each a dashboard and a heartbeat. */
export function radioDay(count: number, base = RADIO, key = RADIO_KEY, home: object = {}) {
  const auth = { authorization: `Bearer ${key}` };
  return Array.from({ length: count }, (_, index) => [
    entry({ at: index * 45_000, url: `${base}/api/v1/home`, headers: auth, answer: home }),
    entry({
      at: index * 45_000 + 200,
      url: `${base}/api/heartbeat`,
      method: 'POST',
      headers: { ...auth, 'content-type': 'application/json' },
      body: { status: 'online', currentTask: 'watching the queue', queueAwareness: true },
      answer: { ok: true },
    }),
  ]).flat();
}

/** Calls of a language model between the check-ins, which repeat what they were asked. */
export function modelCalls(count: number, repeats = 'see https://example.com/docs and go on') {
  return Array.from({ length: count }, (_, index) => [
    entry({
      at: index * MINUTE + 300,
      url: 'https://api.llm.example/v1/messages?beta=true',
      method: 'POST',
      headers: {
        authorization: 'Bearer sk-l4nguage-model-key',
        'content-type': 'application/json',
      },
      body: { model: 'm', messages: [{ role: 'user', content: repeats }] },
      status: index % 5 === 4 ? 529 : 200,
      answer: {
        content: [
          { type: 'text', text: repeats },
          { type: 'tool_use', input: {} },
        ],
      },
    }),
    entry({ at: index * MINUTE + 400, url: 'https://example.com/docs', answer: '<html>' }),
  ]).flat();
}

/** What `https://host/path` is in HTTP/2. */
const pseudo = (method: string, host: string, path: string) => [
  { name: ':method', value: method },
  { name: ':authority', value: host },
  { name: ':scheme', value: 'https' },
  { name: ':path', value: path },
];
const base64 = (text: string) => Buffer.from(text).toString('base64');

/** A log as mitmproxy writes it: microseconds, HTTP/2, and answers in base64. */
export function asMitmproxy(entries: readonly Entry[]) {
  const log = archive(
    entries.map(({ request, response, ...rest }) => {
      const { host, pathname } = new URL(request.url);
      return {
        ...rest,
        startedDateTime: rest.startedDateTime.replace(/(\d{3})Z$/, '$1456+00:00'),
        request: {
          ...request,
          httpVersion: 'HTTP/2.0',
          headers: [...pseudo(request.method, host, pathname), ...request.headers],
          cookies: [],
          queryString: [],
        },
        response: {
          ...response,
          headers: [
            ...response.headers,
            { name: 'Set-Cookie', value: 'a=1' },
            { name: 'set-cookie', value: 'b=2' },
          ],
          content: {
            ...response.content,
            text: base64(response.content.text ?? ''),
            encoding: 'base64',
          },
        },
        serverIPAddress: '192.0.2.1',
        timings: { send: 1, receive: 2, wait: 3, connect: -1, ssl: -1 },
      };
    }),
  );
  return {
    log: { ...log.log, creator: { name: 'mitmproxy', version: '12', comment: '' }, pages: [] },
  };
}
