import { once } from 'node:events';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  createMock,
  manualClock,
  type Fault,
  type Mock,
  type MockOptions,
} from '../../../src/index.ts';
import { waitForExchanges } from '../../../src/mock/exchanges.ts';
import { FAULTS } from '../../../src/mock/simulation/faults.ts';
import { RawClient, rawRequest } from '../../support/raw-http.ts';

const HOME = '/heartbeat.md';
const GET = `GET ${HOME}`;

/** A mock that answers everything with a fault. */
function faulty(fault: Fault): Mock {
  const mock = createMock({ clock: manualClock('2026-05-18T16:00:00Z') });
  onTestFinished(() => mock.close());
  mock.faults = [{ reply: { fault } }];
  return mock;
}

/** How a promise fails: the codes and messages of the error and of its cause. */
async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  const error = await promise.then(
    () => 'no failure',
    (reason: unknown) => reason as Error & { cause?: Error & { code?: string } },
  );
  if (typeof error === 'string') return error;
  const { cause } = error;
  return { message: error.message, name: cause?.name, code: cause?.code, why: cause?.message };
}

const text = async (response: Promise<Response>) => (await response).text();

/** What a caller of fetch sees, over a socket and without one. */
const SEEN: Record<
  Exclude<Fault, 'NO_RESPONSE'>,
  { message: string; name?: string; code?: string; why?: string }
> = {
  CONNECTION_RESET_BY_PEER: { message: 'fetch failed', code: 'ECONNRESET', why: 'read ECONNRESET' },
  EMPTY_RESPONSE: { message: 'fetch failed', code: 'UND_ERR_SOCKET', why: 'other side closed' },
  MALFORMED_RESPONSE_CHUNK: { message: 'terminated' },
  // Its code, HPE_INVALID_CONSTANT, is lost in some versions of Node.
  RANDOM_DATA_THEN_CLOSE: { message: 'fetch failed', name: 'HTTPParserError' },
  TRUNCATED_RESPONSE: { message: 'terminated' },
};

describe.each(Object.entries(SEEN))('%s', (name, seen) => {
  const fault = name as Fault;

  it('is seen by fetch over a socket', async () => {
    const { url } = await faulty(fault).listen();
    expect(await failureOf(text(fetch(url + HOME)))).toMatchObject(seen);
  });

  it('is seen by fetch without a socket', async () => {
    const mock = faulty(fault);
    expect(await failureOf(text(mock.fetch(`http://mock.test${HOME}`)))).toMatchObject(seen);
  });

  it('is told in the journal and by handle, which leaves it to the caller', () => {
    const mock = faulty(fault);
    expect(mock.handle({ method: 'GET', path: HOME, headers: {} })).toMatchObject({ fault });
    expect(mock.journal.all()).toMatchObject([{ fault, simulated: 'fault' }]);
  });
});

describe('NO_RESPONSE', () => {
  it('lasts until the client gives up, over a socket', async () => {
    const mock = faulty('NO_RESPONSE');
    const { url } = await mock.listen();
    const seen = waitForExchanges(mock.journal, {});
    const controller = new AbortController();
    const answer = failureOf(fetch(url + HOME, { signal: controller.signal }));
    await seen;
    controller.abort(new Error('enough'));
    expect(await answer).toMatchObject({ message: 'enough' });
  });

  it('lasts until the client gives up, without a socket', async () => {
    const controller = new AbortController();
    const answer = failureOf(
      faulty('NO_RESPONSE').fetch(`http://mock.test${HOME}`, { signal: controller.signal }),
    );
    controller.abort(new Error('enough'));
    expect(await answer).toMatchObject({ message: 'enough' });
  });

  it('does not keep the mock from closing', async () => {
    const mock = faulty('NO_RESPONSE');
    const { url } = await mock.listen();
    const seen = waitForExchanges(mock.journal, {});
    const answer = failureOf(fetch(url + HOME));
    await seen;
    await mock.close();
    expect(await answer).toMatchObject({ message: 'fetch failed' });
  });
});

it('every fault is described', () => {
  expect(Object.keys(FAULTS).toSorted()).toEqual([...Object.keys(SEEN), 'NO_RESPONSE'].toSorted());
});

describe('an answer that is held back', () => {
  it('comes once the time has passed on the clock of the mock', async () => {
    const clock = manualClock('2026-05-18T16:00:00Z');
    const mock = createMock({ clock });
    onTestFinished(() => mock.close());
    mock.faults = [{ reply: { delay: 5000 } }];
    const { url } = await mock.listen();
    let arrived = 0;
    const answers = [fetch(url + HOME), mock.fetch(`http://mock.test${HOME}`)].map(
      async (answer) => {
        const { status } = await answer;
        arrived += 1;
        return status;
      },
    );
    await waitForExchanges(mock.journal, {}, { count: 2 });
    // The answers are held back once the journal has been told of them.
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    clock.advance(4999);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    expect(arrived).toBe(0);
    clock.advance(1);
    expect(await Promise.all(answers)).toEqual([200, 200]);
    expect(mock.journal.all()).toMatchObject([{ delay: 5000 }, { delay: 5000 }]);
  });

  it('comes in pieces where it is slow, and leaves the connection of use', async () => {
    const mock = createMock({ timeScale: 1000 });
    onTestFinished(() => mock.close());
    mock.faults = [{ times: 1, reply: { bytesPerSecond: 200 } }];
    const { url } = await mock.listen();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => agent.destroy());
    const slow = await get(`${url}${HOME}`, agent);
    const quick = await get(`${url}${HOME}`, agent);
    expect(slow.pieces).toBeGreaterThan(10);
    expect(slow.body).toBe(quick.body);
    expect(quick.reused).toBe(true);
    mock.faults = [{ reply: { bytesPerSecond: 200 } }];
    expect(await text(mock.fetch(`http://mock.test${HOME}`))).toBe(quick.body);
  });

  it('says nothing more once the client has gone', async () => {
    const clock = manualClock('2026-05-18T16:00:00Z');
    const mock = createMock({ clock });
    onTestFinished(() => mock.close());
    mock.faults = [{ times: 1, reply: { delay: 5000 } }];
    const { url } = await mock.listen();
    const seen = waitForExchanges(mock.journal, {});
    const controller = new AbortController();
    const answer = failureOf(fetch(url + HOME, { signal: controller.signal }));
    await seen;
    controller.abort(new Error('gone'));
    expect(await answer).toMatchObject({ message: 'gone' });
    clock.advance(5000);
    expect((await fetch(url + HOME)).status).toBe(200);
  });
});

describe('several requests at once on one connection', () => {
  const FAST = { timeScale: 1000 };

  /** Sends requests in one go, each with its `Prefer` header. */
  async function sendAtOnce(options: MockOptions, ...prefers: readonly string[]) {
    const mock = createMock(options);
    onTestFinished(() => mock.close());
    const { port } = await mock.listen();
    const client = await RawClient.connect(port);
    onTestFinished(() => client.destroy());
    await client.write(prefers.map((prefer) => rawRequest(GET, { prefer })).join(''));
    return client;
  }

  it('are all answered where each one is delayed or slow', async () => {
    const slow = 'scenario=slow';
    const client = await sendAtOnce(
      FAST,
      'delay=200ms',
      'delay=200ms',
      slow,
      slow,
      'delay=1ms',
      '',
    );
    const bodies: string[] = [];
    for (let index = 0; index < 6; index += 1) {
      const { status, body } = await client.response();
      expect(status).toBe(200);
      bodies.push(body);
    }
    expect(new Set(bodies).size).toBe(1);
  });

  it.each(Object.keys(SEEN).map((fault) => [fault]))(
    'are answered up to the one with %s',
    async (fault) => {
      // A reset takes along what was not read yet: it has to come after that.
      const clock = manualClock('2026-05-18T16:00:00Z');
      const last = `delay=4s, fault=${fault}`;
      const client = await sendAtOnce({ clock }, '', 'delay=2s', last, '');
      expect((await client.response()).status).toBe(200);
      clock.advance(2000);
      expect((await client.response()).status).toBe(200);
      clock.advance(2000);
      await client.closed();
      // The head of this one is as it should be.
      if (fault === 'MALFORMED_RESPONSE_CHUNK') await client.response();
      await expect(client.response()).rejects.toThrow('connection closed after');
    },
  );

  it('are told to be gone with their connection', async () => {
    const mock = faulty('NO_RESPONSE');
    const { port } = await mock.listen();
    const client = await RawClient.connect(port);
    const seen = waitForExchanges(mock.journal, {}, { count: 3 });
    await client.write(rawRequest(GET).repeat(3));
    await seen;
    await mock.close();
    await expect(client.response()).rejects.toThrow('connection closed after ""');
  });

  it('leave no listeners behind, nor need one each', async () => {
    const warnings: Error[] = [];
    const warn = (warning: Error) => warnings.push(warning);
    process.on('warning', warn);
    onTestFinished(() => void process.off('warning', warn));
    const client = await sendAtOnce(FAST, ...Array.from({ length: 15 }, () => 'delay=1s'));
    for (let index = 0; index < 15; index += 1) await client.response();
    for (let index = 0; index < 15; index += 1) {
      await client.write(rawRequest(GET, { prefer: 'delay=1s' }));
      await client.response();
    }
    expect(warnings).toEqual([]);
  });
});

describe('HEAD', () => {
  it.each([
    ['TRUNCATED_RESPONSE', { fault: 'TRUNCATED_RESPONSE' }],
    ['a slow body', { bytesPerSecond: 10 }],
    ['both', { fault: 'TRUNCATED_RESPONSE', bytesPerSecond: 10 }],
  ] as const)('tells the same length with %s, and has no body', async (_, reply) => {
    const mock = createMock({ timeScale: 1000 });
    onTestFinished(() => mock.close());
    const { port } = await mock.listen();
    const lengths: (string | undefined)[] = [];
    for (const faults of [[], [{ reply }]]) {
      mock.faults = faults;
      const client = await RawClient.connect(port);
      onTestFinished(() => client.destroy());
      await client.write(rawRequest(`HEAD ${HOME}`, { connection: 'close' }));
      lengths.push((await client.response('HEAD')).headers['content-length']);
      await client.closed();
      await expect(client.response('HEAD')).rejects.toThrow('connection closed after ""');
    }
    expect(Number(lengths[0])).toBeGreaterThan(0);
    expect(lengths[1]).toBe(lengths[0]);
  });
});

async function get(url: string, agent: Agent) {
  const request = httpRequest(url, { agent });
  request.end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return {
    body: Buffer.concat(chunks).toString(),
    pieces: chunks.length,
    reused: request.reusedSocket,
  };
}
