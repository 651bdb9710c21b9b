import {
  checkServer,
  createMock,
  manualClock,
  type AgentradioHeartbeatRequest,
} from 'heartbeat-kit';
import { adminClient } from 'heartbeat-kit/admin';
import * as matchers from 'heartbeat-kit/matchers';
import { agentradioHeartbeatHandler, handlers } from 'heartbeat-kit/msw';
import { describeConformance } from 'heartbeat-kit/vitest';

/** Uses every entry, so that its types have to be there, and to be more than `any`. */
export async function useAll(): Promise<string> {
  const mock = createMock({ clock: manualClock('2026-05-18T16:00:00Z') });
  const heartbeat: AgentradioHeartbeatRequest = { status: 'online' };
  // @ts-expect-error There is no such status.
  heartbeat.status = 'asleep';
  const own = agentradioHeartbeatHandler(({ request }) => new Response(request.url));
  const all = [own, ...handlers(mock)];
  // @ts-expect-error There is no such option.
  createMock({ sede: 1 });
  const { sessions } = await adminClient({ url: 'http://127.0.0.1:4010' }).sessions();
  const report = await checkServer({ contract: 'agentmc', url: '', apiKey: '' });
  // @ts-expect-error There is no such contract.
  describeConformance({ contract: 'agentmc', mock, sede: 1 });
  return `${all.length} ${sessions.length} ${report.verdict} ${Object.keys(matchers).length}`;
}
