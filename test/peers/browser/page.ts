import { setupWorker } from 'msw/browser';
import {
  agentradioShowsHandler,
  createMock,
  handlers,
  manualClock,
  type Mock,
} from 'heartbeat-kit/msw';

/** What a page sees of a mock behind msw's worker; every text is what went wrong, or came back. */
async function tryOut(): Promise<Record<string, unknown>> {
  const clock = manualClock('2026-05-18T16:00:00Z');
  const mock = createMock({ clock, contracts: ['agentmc', 'agentradio'] });
  const worker = setupWorker(...handlers(mock));
  await worker.start({ onUnhandledRequest: 'bypass', quiet: true });
  const seen: Record<string, unknown> = {};
  seen['heartbeat'] = await answerOf(
    fetch('/api/heartbeat', {
      method: 'POST',
      headers: { authorization: 'Bearer ar_agent_page' },
      body: '{"status": "online"}',
    }),
  );
  seen['other origin'] = await answerOf(fetch('https://radio.example/api/shows'));
  seen['refused'] = await answerOf(
    fetch('https://mc.example/api/v1/agents/heartbeat', { method: 'POST' }),
  );
  seen['unrelated'] = await answerOf(fetch('/unrelated'));
  const faulty = (fault: string) => {
    mock.faults = [{ reply: { fault } }] as Mock['faults'];
    return answerOf(fetch('/api/shows'));
  };
  seen['network error'] = await faulty('CONNECTION_RESET_BY_PEER');
  seen['broken off'] = await faulty('TRUNCATED_RESPONSE');
  mock.faults = [{ reply: { fault: 'NO_RESPONSE' } }];
  seen['hang'] = await answerOf(fetch('/api/shows', { signal: AbortSignal.timeout(100) }));
  mock.faults = [];
  worker.use(agentradioShowsHandler({ shows: [] }, { once: true, mock }));
  seen['override'] = await answerOf(fetch('/api/shows'));
  seen['after it'] = await answerOf(fetch('/api/shows'));
  seen['listen'] = await mock.listen().catch((error: Error) => error.message);
  seen['journal'] = mock.journal
    .all()
    .map(({ operation, response }) => `${operation} ${response.status}`);
  return seen;
}

/** Status and body of an answer, short; or how it failed. */
async function answerOf(answer: Promise<Response>): Promise<string> {
  try {
    const response = await answer;
    return `${response.status} ${(await response.text()).slice(0, 40)}`;
  } catch (error) {
    return (error as Error).name;
  }
}

Object.assign(globalThis, { tryOut });
