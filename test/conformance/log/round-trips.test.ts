import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as brokenAgentmc from '../../../fixtures/broken/clients/agentmc.ts';
import * as brokenAgentradio from '../../../fixtures/broken/clients/agentradio.ts';
import { AgentmcClient } from '../../../fixtures/clients/agentmc.ts';
import { AgentradioClient } from '../../../fixtures/clients/agentradio.ts';
import { judge } from '../../../src/conformance/client/judge.ts';
import { createMock, manualClock, type ClientFunction, type Exchange } from '../../../src/index.ts';
import { toHar, toNdjson } from '../../../src/mock/export.ts';
import { examples } from '../../support/heartbeats.ts';
import { anyRequest } from '../../support/requests.ts';
import {
  archive,
  radioDay,
  RADIO_KEY,
  readFrom,
  recordingsOf,
  START,
  verdictsOf,
} from '../support/recordings.ts';

const MOCK = 'http://mock.test';
const SESSION = `${MOCK}/__sessions/x`;
const RADIO = { contract: 'agentradio', state: 'on_shift' } as const;
const har = (exchanges: readonly Exchange[], origin = MOCK) =>
  toHar(exchanges, { origin, version: '9.9.9' });

const agentmc: ClientFunction = (around) =>
  new AgentmcClient({ ...around, baseUrl: `${around.baseUrl}/api/v1` }).run();
const agentradio: ClientFunction = (around) => new AgentradioClient(around, 'on_shift').run();

interface Case {
  readonly contract: string;
  readonly name: string;
  readonly state: string | undefined;
  readonly about: string | undefined;
  readonly client: ClientFunction;
}

const cases: readonly Case[] = [
  { contract: 'agentmc', name: 'correct', state: undefined, about: undefined, client: agentmc },
  {
    contract: 'agentradio',
    name: 'correct',
    state: 'on_shift',
    about: undefined,
    client: agentradio,
  },
  ...brokenAgentmc.clients.map(({ name, breaks, client }) => {
    return { contract: 'agentmc', name, state: undefined, about: breaks, client };
  }),
  ...brokenAgentradio.clients.map(({ name, breaks, client }) => {
    return { contract: 'agentradio', name, state: 'on_shift', about: breaks, client };
  }),
];

describe('what a mock exports is judged as its journal is', () => {
  it.each(cases)('$contract: $name', async ({ contract, client, state, about }) => {
    for (const { exchanges, context, name } of await recordingsOf(contract, client, state, about)) {
      // A client that sends nothing leaves nothing to read.
      if (!exchanges.some(({ operation }) => operation !== undefined)) continue;
      const expected = judge(exchanges, context);
      const bare = { contract, state };
      for (const text of [har(exchanges), har(exchanges, SESSION), toNdjson(exchanges)]) {
        const read = await readFrom(text, contract);
        expect({ name, judgements: judge(read, context) }).toEqual({ name, judgements: expected });
        expect(judge(read, bare)).toEqual(judge(exchanges, bare));
      }
    }
  });

  it('below the base path of a session, with planted addresses of its own', async () => {
    const clock = manualClock(START);
    const mock = createMock({ clock });
    const session = mock.session({ id: 'x', scenario: 'injected-instructions' });
    const authorization = `Bearer ${RADIO_KEY}`;
    const home = await mock.fetch(`${SESSION}/api/v1/home`, { headers: { authorization } });
    const [hint] = /http:[^\s"]+\/planted\/[\w.-]+\w/.exec(await home.text()) ?? [];
    await mock.fetch(hint ?? '');
    const exchanges = session.journal.all();
    expect(exchanges.map(({ request }) => request.path)).toEqual([
      '/api/v1/home',
      '/planted/hint.md',
    ]);
    for (const text of [har(exchanges, SESSION), toNdjson(exchanges)]) {
      const read = await readFrom(text, 'agentradio');
      expect(read.map(({ request }) => request.path)).toEqual(['/api/v1/home', '/planted/hint.md']);
      expect(verdictsOf(read, RADIO)).toMatchObject({ 'AR-C-013': 'fail' });
    }
  });
});

describe('any journal, exported and read again', () => {
  const steps = fc.array(
    fc.record({ request: anyRequest(['', '_flaky']), wait: fc.nat(10_000_000) }),
    { minLength: 1, maxLength: 30 },
  );
  const facts = ({ at, contract, operation, request, response }: Exchange) => {
    const { method, path, body } = request;
    return { at, contract, operation, method, path, body, response };
  };

  it('keeps times, methods, paths, statuses and bodies', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const clock = manualClock(START);
        const mock = createMock({ clock });
        for (const { request, wait } of sequence) {
          // An archive holds full addresses, which have no dots as parts of their path.
          const path = new URL(MOCK + request.path).pathname;
          mock.handle({ ...request, path, headers: { ...request.headers, host: 'mock.test' } });
          clock.advance(wait);
        }
        const all = mock.journal.all();
        for (const contract of ['agentmc', 'agentradio']) {
          if (!all.some((one) => one.contract === contract)) continue;
          // Operations of others are none of this contract's.
          const others = { contract: undefined, operation: undefined };
          const expected = all.map((one) =>
            facts(one.contract === contract ? one : { ...one, ...others }),
          );
          for (const text of [har(all), har(all, SESSION), toNdjson(all)]) {
            expect((await readFrom(text, contract)).map(facts)).toEqual(expected);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('keeps sessions, faults, and what was simulated, planted or foreign', async () => {
    const clock = manualClock(START);
    const mock = createMock({ clock });
    const send = (method: string, path: string, more: object = {}, body?: unknown) => {
      mock.handle({
        method,
        path,
        headers: { host: 'mock.test', authorization: 'Bearer ar_agent_demo', ...more },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      clock.advance(1234);
    };
    send('POST', '/api/heartbeat', {}, examples.agentradio);
    send('POST', '/api/v1/heartbeat', { prefer: 'code=429' }, { status: 'idle' });
    send('GET', '/api/v1/home?limit=3&q=%e2%82%ac');
    send('GET', '/canary/default/hint', { host: 'canary.invalid' });
    send('POST', '/api/v1/agents/heartbeat', { 'x-api-key': 'mca_demo' }, examples.agentmc);
    mock.faults = [{ reply: { fault: 'NO_RESPONSE' } }];
    send('GET', '/api/shows');
    const all = mock.journal.all();
    const known = ({ id, session, simulated, fault, canary, origin }: Exchange) => {
      return { id, session, simulated, fault, canary, origin };
    };
    for (const text of [har(all), har(all, SESSION), toNdjson(all)]) {
      expect((await readFrom(text, 'agentradio')).map(known)).toEqual(all.map(known));
    }
    // An answer that never came has no status in an archive.
    expect((await readFrom(har(all), 'agentradio')).at(-1)?.response.status).toBe(0);
  });

  it('tells agents apart by the marks of their keys', async () => {
    const mock = createMock();
    for (const key of ['ar_agent_a', 'ar_agent_b', 'ar_agent_a']) {
      const headers = { authorization: `Bearer ${key}` };
      mock.handle({ method: 'GET', path: '/api/v1/home', headers });
    }
    const [a, b, again] = await readFrom(toNdjson(mock.journal.all()), 'agentradio');
    expect(a?.request.headers['authorization']).toBe(`Bearer [redacted:${a?.key}]`);
    expect(again?.key).toBe(a?.key);
    expect(b?.key).not.toBe(a?.key);
    // A log with keys says the same of them as a mock that was asked for no other seed.
    const raw = await readFrom(archive(radioDay(1, undefined, 'ar_agent_a')), 'agentradio');
    expect(raw[0]?.key).toBe(a?.key);
  });
});
