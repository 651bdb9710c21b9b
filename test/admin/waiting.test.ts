import { describe, expect, it } from 'vitest';
import { adminClient } from '../../src/admin/client.ts';
import type { Exchange, Mock } from '../../src/index.ts';
import { checkedClient, sendSome, startMock, ways } from '../support/admin.ts';

/** Resolves once somebody has subscribed to the journal. */
function subscribed(mock: Mock): Promise<void> {
  const { journal } = mock;
  const subscribe = journal.subscribe.bind(journal);
  return new Promise((resolve) => {
    journal.subscribe = (listener) => {
      const release = subscribe(listener);
      resolve();
      return release;
    };
  });
}

/** How many listen to the journal now. */
function countListeners(mock: Mock): () => number {
  const { journal } = mock;
  const subscribe = journal.subscribe.bind(journal);
  let listening = 0;
  journal.subscribe = (listener) => {
    const release = subscribe(listener);
    listening += 1;
    return () => {
      listening -= 1;
      release();
    };
  };
  return () => listening;
}

describe.each(ways)('over $name', ({ connect }) => {
  const start = async () => {
    const mock = startMock();
    const way = await connect(mock);
    const send = (path: string, init: RequestInit = {}) => way.fetch(way.url + path, init);
    return { mock, way, send, admin: checkedClient(way) };
  };

  describe('waiting', () => {
    it('ends at once where enough has passed', async () => {
      const { admin, send } = await start();
      await sendSome(send);
      const answer = await admin.waitForRequests({ contract: 'agentradio', count: 3 });
      expect(answer.satisfied).toBe(true);
      expect(answer.requests.map(({ id }) => id)).toEqual([1, 2, 3]);
    });

    it('ends with the request that makes it enough', async () => {
      const { admin, mock, send } = await start();
      const waits = subscribed(mock);
      const answer = admin.waitForRequests({ operation: 'shows', count: 2, timeoutMs: 60_000 });
      await waits;
      await send('/api/shows');
      await send('/nowhere');
      await send('/api/shows');
      expect(await answer).toMatchObject({ satisfied: true, requests: [{ id: 1 }, { id: 3 }] });
    });

    it('says where the time was up first', async () => {
      const { admin, send } = await start();
      await send('/api/shows');
      expect(await admin.waitForRequests({ count: 2, timeoutMs: 1 })).toMatchObject({
        satisfied: false,
        requests: [{ id: 1 }],
      });
    });
  });

  describe('events', () => {
    it('tell each exchange as it passes, those that fit', async () => {
      const { admin, mock, send } = await start();
      const listens = countListeners(mock);
      const events = admin.events({ contract: 'agentradio' });
      const first = events.next();
      // The stream is there once its answer is.
      while (listens() === 0) await new Promise(setImmediate);
      await sendSome(send);
      const seen = [(await first).value, (await events.next()).value, (await events.next()).value];
      expect(seen.map((exchange) => (exchange as Exchange).id)).toEqual([1, 2, 3]);
      expect(seen).toEqual(
        JSON.parse(JSON.stringify(mock.journal.all().filter(({ contract }) => contract))),
      );
      await events.return();
      while (listens() > 0) await new Promise(setImmediate);
    });

    it('begin with what the journal holds, where it is asked for', async () => {
      const { admin, send } = await start();
      await sendSome(send);
      const seen: number[] = [];
      for await (const { id } of admin.events({ after: 2 })) {
        seen.push(id);
        if (seen.length === 2) break;
      }
      expect(seen).toEqual([3, 4]);
    });

    it('come all, however many there have been', async () => {
      const { admin, mock } = await start();
      for (let count = 0; count < 2500; count += 1) {
        mock.handle({ method: 'GET', path: '/nowhere', headers: {} });
      }
      let seen = 0;
      for await (const { id } of admin.events({ after: 0 })) {
        seen += 1;
        if (id === 2500) break;
      }
      expect(seen).toBe(2500);
    });

    it('come in the form of server-sent events', async () => {
      const { send } = await start();
      await send('/api/shows');
      const controller = new AbortController();
      const { signal } = controller;
      const response = await send('/__admin/events?after=0', { signal });
      expect(response.headers.get('content-type')).toBe('text/event-stream');
      expect(response.headers.get('cache-control')).toBe('no-store');
      const decoder = new TextDecoder();
      let text = '';
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
        text += decoder.decode(chunk);
        if (text.includes('data:')) break;
      }
      controller.abort();
      expect(text).toMatch(/^: here\n\nid: 1\nevent: exchange\ndata: \{"id":1,.*\}\n\n$/);
    });

    it('end with the signal', async () => {
      const { way, mock } = await start();
      const listens = countListeners(mock);
      const controller = new AbortController();
      const events = adminClient(way).events({}, { signal: controller.signal });
      const next = events.next();
      while (listens() === 0) await new Promise(setImmediate);
      controller.abort();
      expect(await next).toEqual({ done: true, value: undefined });
      while (listens() > 0) await new Promise(setImmediate);
    });
  });
});

describe('over a socket', () => {
  it('what waits or goes on does not keep the mock from closing', async () => {
    const mock = startMock();
    const listens = countListeners(mock);
    const { url } = await mock.listen();
    const admin = adminClient({ url });
    const wait = admin.waitForRequests({ count: 5, timeoutMs: 60_000 });
    const events = admin.events().next();
    while (listens() < 2) await new Promise(setImmediate);
    await mock.close();
    expect(await wait).toEqual({ satisfied: false, requests: [] });
    expect(await events).toEqual({ done: true, value: undefined });
    expect(listens()).toBe(0);
  });

  it('nobody waits for a caller that has gone', async () => {
    const mock = startMock();
    const listens = countListeners(mock);
    const { url } = await mock.listen();
    const controller = new AbortController();
    const { signal } = controller;
    const answer = fetch(`${url}/__admin/requests/wait`, { method: 'POST', signal }).catch(
      (error: unknown) => (error as Error).name,
    );
    while (listens() === 0) await new Promise(setImmediate);
    controller.abort();
    expect(await answer).toBe('AbortError');
    while (listens() > 0) await new Promise(setImmediate);
  });

  it('a reader that does not read is cut off', async () => {
    const mock = startMock();
    const listens = countListeners(mock);
    const response = await mock.fetch('http://mock.test/__admin/events');
    expect(listens()).toBe(1);
    for (let count = 0; count < 1001; count += 1) await mock.fetch('http://mock.test/api/shows');
    expect(listens()).toBe(0);
    // What came before is there to be read.
    expect((await response.text()).match(/^id: /gm)).toHaveLength(999);
  });

  it('ends the process, where it can, once that is answered', async () => {
    const mock = startMock();
    const ended = new Promise<void>((resolve) => {
      void mock.listen({ onShutdown: resolve }).then(({ url }) => adminClient({ url }).shutdown());
    });
    await expect(ended).resolves.toBeUndefined();
    await mock.close();
  });
});
