import { delay, getResponse, HttpResponse, passthrough } from 'msw';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { agentmc, agentradio } from '../../src/contract/built-in.ts';
import {
  judge,
  type AgentradioHeartbeatRequest,
  type AgentradioHomeResponse,
} from '../../src/index.ts';
import {
  agentmcHeartbeatHandler,
  agentradioHeartbeatHandler,
  agentradioHomeHandler,
  agentradioShowsHandler,
  agentradioSkillPageHandler,
  createMock,
  handlers,
  manualClock,
  type BaseUrl,
} from '../../src/msw/index.ts';

const START = '2026-05-18T16:00:00Z';
const KEY = 'ar_agent_canary_override';
const heartbeat = (path = '/api/heartbeat', body = '{"status": "online"}') =>
  new Request(`https://radio.example${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}` },
    body,
  });
const get = (path: string) => new Request(`https://radio.example${path}`);
const unavailable = () => new HttpResponse(null, { status: 503 });

describe('an override', () => {
  it.each(
    [agentmc, agentradio].flatMap(({ id, operations }) =>
      operations.filter(({ aliasOf }) => !aliasOf).map((operation) => [id, operation] as const),
    ),
  )('is there for %s, $id', async (contract, { id, method, paths }) => {
    const name = `${contract}${id.replace(/^agent(?=H)/, '').replace(/^./, (first) => first.toUpperCase())}Handler`;
    const make = (
      (await import('../../src/msw/index.ts')) as unknown as Record<
        string,
        typeof agentradioShowsHandler
      >
    )[name];
    const all = [make?.(() => new Response('by override', { status: 418 })) ?? expect.fail(name)];
    for (const path of paths) {
      const request = new Request(`https://any.example${path}`, { method });
      expect((await getResponse(all, request))?.status).toBe(418);
    }
    expect(await getResponse(all, get('/api/other'))).toBeUndefined();
  });

  it('answers with the body that it is given', async () => {
    const response = await getResponse([agentradioShowsHandler({ shows: [] })], get('/api/shows'));
    expect(response?.status).toBe(200);
    expect(response?.headers.get('content-type')).toBe('application/json');
    expect(await response?.json()).toEqual({ shows: [] });
  });

  it('answers pages as what they are', async () => {
    const response = await getResponse([agentradioSkillPageHandler('# Skill')], get('/skill.md'));
    expect(response?.headers.get('content-type')).toBe('text/markdown');
    expect(await response?.text()).toBe('# Skill');
  });

  it('answers with a Response as often as it is asked', async () => {
    const all = [agentradioShowsHandler(HttpResponse.json({ error: 'gone' }, { status: 410 }))];
    for (let round = 0; round < 2; round += 1) {
      const response = await getResponse(all, get('/api/shows'));
      expect(response?.status).toBe(410);
      expect(await response?.json()).toEqual({ error: 'gone' });
    }
  });

  it('can look at the request, take its time, and leave it to the next handler', async () => {
    const mock = createMock();
    const all = [
      agentradioHeartbeatHandler(async ({ request }) => {
        await delay(0);
        const { currentTask } = await request.clone().json();
        return currentTask === 'wait' ? unavailable() : undefined;
      }),
      ...handlers(mock),
    ];
    const send = async (body: string) =>
      (await getResponse(all, heartbeat('/api/heartbeat', body)))?.status;
    expect(await send('{"status": "online", "currentTask": "wait"}')).toBe(503);
    expect(await send('{"status": "online"}')).toBe(200);
    expect(mock.journal.size).toBe(1);
  });

  it('answers once where that is asked for, whichever path comes first', async () => {
    const mock = createMock();
    const all = [agentradioHeartbeatHandler(unavailable, { once: true }), ...handlers(mock)];
    const statuses: (number | undefined)[] = [];
    for (const path of ['/api/v1/heartbeat', '/api/heartbeat', '/api/v1/heartbeat']) {
      statuses.push((await getResponse(all, heartbeat(path)))?.status);
    }
    expect(statuses).toEqual([503, 200, 200]);
  });

  it('goes by a base URL', async () => {
    const at = (baseUrl: BaseUrl) =>
      getResponse([agentradioShowsHandler({ shows: [] }, { baseUrl })], get('/api/shows'));
    expect((await at('https://radio.example'))?.status).toBe(200);
    expect((await at({ agentradio: 'https://radio.example' }))?.status).toBe(200);
    expect(await at('https://other.example')).toBeUndefined();
    expect(() => agentradioShowsHandler({ shows: [] }, { baseUrl: 'radio' })).toThrow(
      /baseUrl: "radio"/,
    );
  });

  it('is typed by the contract', () => {
    agentradioHomeHandler(({ request }) => {
      expectTypeOf(request).toExtend<Request>();
      return {} as AgentradioHomeResponse;
    });
    agentradioHeartbeatHandler(async ({ request }) => {
      expectTypeOf(await request.json()).toEqualTypeOf<AgentradioHeartbeatRequest>();
      return undefined;
    });
    // @ts-expect-error shows are missing
    agentradioShowsHandler({});
    // @ts-expect-error is no answer of the contract
    agentmcHeartbeatHandler(() => ({ ok: 'yes' }));
  });
});

describe('an override that cannot be meant', () => {
  it.each([
    [() => agentradioHeartbeatHandler(undefined as never), 'an override needs what to answer'],
    [
      () =>
        agentradioHeartbeatHandler(unavailable, { mock: createMock({ contracts: ['agentmc'] }) }),
      'mock: it has no contract agentradio',
    ],
  ])('is refused: %s', (make, message) => {
    expect(make).toThrow(message);
  });
});

describe('a function that reads the body and answers nothing', () => {
  it('leaves all of it to the next handler', async () => {
    const mock = createMock({ clock: manualClock(START) });
    const look = agentradioHeartbeatHandler(async ({ request }) => {
      await request.json();
      return undefined;
    });
    const response = await getResponse([look, ...handlers(mock)], heartbeat());
    expect(response?.status).toBe(200);
  });
});

describe('the journal of the mock behind an override', () => {
  const clock = manualClock(START);

  it('has what passed, without keys', async () => {
    const mock = createMock({ clock });
    const all = [
      agentradioHeartbeatHandler(
        new HttpResponse(`{"error": "slow down, ${KEY}"}`, {
          status: 429,
          headers: { 'retry-after': '120', 'content-type': 'application/json' },
        }),
        { once: true, mock },
      ),
      ...handlers(mock),
    ];
    await getResponse(all, heartbeat());
    await getResponse(all, heartbeat());
    const [overridden, own] = mock.journal.all();
    expect(overridden).toMatchObject({
      at: clock.now(),
      contract: 'agentradio',
      operation: 'heartbeat',
      key: own?.key,
      simulated: 'override',
      request: { method: 'POST', path: '/api/heartbeat', body: '{"status": "online"}' },
      response: { status: 429, headers: { 'retry-after': '120' } },
    });
    expect(JSON.stringify(mock.journal.all())).not.toContain(KEY);
  });

  it('has keys in bodies taken out, also of routes that there are not', async () => {
    const mock = createMock({ clock });
    const request = { method: 'POST', headers: {}, body: `{"apiKey": "${KEY}"}` };
    const reply = { status: 200, headers: {}, body: KEY };
    mock.record({ ...request, path: '/api/heartbeat' }, reply);
    mock.record({ ...request, path: '/elsewhere' }, reply, 'proxy');
    expect(mock.journal.all()).toMatchObject([
      { operation: 'heartbeat', simulated: 'override' },
      { simulated: 'proxy' },
    ]);
    expect(JSON.stringify(mock.journal.all())).not.toContain(KEY);
  });

  it('has network errors as faults, and nothing that was passed on', async () => {
    const mock = createMock({ clock });
    const all = (answer: () => Response) => [agentradioHeartbeatHandler(answer, { mock })];
    await getResponse(
      all(() => Response.error()),
      heartbeat(),
    );
    await getResponse(
      all(() => passthrough()),
      heartbeat(),
    );
    expect(mock.journal.all()).toMatchObject([{ fault: 'CONNECTION_RESET_BY_PEER' }]);
  });

  it('has what a function throws, as a Response or otherwise', async () => {
    const mock = createMock({ clock });
    const throwing = (thrown: unknown) => [
      agentradioHeartbeatHandler(
        () => {
          throw thrown;
        },
        { mock },
      ),
    ];
    const limited = new HttpResponse(null, { status: 429, headers: { 'retry-after': '600' } });
    expect((await getResponse(throwing(limited), heartbeat()))?.status).toBe(429);
    await getResponse(throwing(new Error('mine')), heartbeat()).catch(() => undefined);
    expect(mock.journal.all().map(({ response }) => response.status)).toEqual([429, 500]);
  });

  it('has the time at which a request came, however long the answer takes', async () => {
    const time = manualClock(START);
    const mock = createMock({ clock: time });
    let ask = () => {};
    const asked = new Promise<void>((resolve) => {
      ask = resolve;
    });
    const slow = async () => {
      ask();
      await time.sleep(30_000);
      return unavailable();
    };
    const answered = getResponse([agentradioHeartbeatHandler(slow, { mock })], heartbeat());
    await asked;
    time.advance(30_000);
    await answered;
    expect(mock.journal.all()).toMatchObject([
      { at: Date.parse(START), response: { status: 503 } },
    ]);
  });

  it('has a request that the client gave up', async () => {
    const mock = createMock({ clock });
    const controller = new AbortController();
    const request = new Request(heartbeat(), { signal: controller.signal });
    const never = () => new Promise<Response>(() => {});
    void getResponse([agentradioHeartbeatHandler(never, { mock })], request).catch(() => undefined);
    await new Promise(setImmediate);
    controller.abort();
    while (mock.journal.size === 0) await new Promise(setImmediate);
    expect(mock.journal.all()).toMatchObject([{ fault: 'NO_RESPONSE', operation: 'heartbeat' }]);
  });

  it('lets no client wait for a body that takes its time, or breaks off', async () => {
    const mock = createMock({ clock });
    const streamed = (start: (controller: ReadableStreamDefaultController) => void) => [
      agentradioHeartbeatHandler(() => new HttpResponse(new ReadableStream({ start })), { mock }),
    ];
    const response = await getResponse(
      streamed((controller) => controller.enqueue(new TextEncoder().encode('{'))),
      heartbeat(),
    );
    expect(response?.status).toBe(200);
    const broken = await getResponse(
      streamed((controller) => controller.error(new Error('broke'))),
      heartbeat(),
    );
    await expect(broken?.text()).rejects.toThrow('broke');
    expect(mock.journal.all()).toMatchObject([
      { response: { body: '[not recorded]' } },
      { fault: 'TRUNCATED_RESPONSE' },
    ]);
  });

  it('lets a client be judged by all that it did', async () => {
    const time = manualClock(START);
    const mock = createMock({ clock: time });
    const own = handlers(mock);
    const limited = agentradioHeartbeatHandler(
      () => new HttpResponse(null, { status: 429, headers: { 'retry-after': '3600' } }),
      { once: true, mock },
    );
    for (let beat = 0; beat < 10; beat += 1) {
      await getResponse(beat < 4 ? own : [limited, ...own], heartbeat());
      time.advance(60_000);
    }
    const judged = judge(mock.journal, { contract: 'agentradio', state: 'on_shift' });
    expect(judged.find(({ requirement }) => requirement === 'AR-C-007')?.verdict).toBe('fail');
  });
});
