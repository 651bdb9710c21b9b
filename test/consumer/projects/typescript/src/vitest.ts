import { createMock } from 'heartbeat-kit';
import 'heartbeat-kit/matchers/vitest';
import { expect, it } from 'vitest';

it('has typed matchers', () => {
  const mock = createMock();
  expect(mock).toHaveReceivedHeartbeats(1, { contract: 'agentmc' });
  expect(mock).not.toHaveKeptCadence({ interval: 60_000 });
  expect({ body: {} }).toEqual({ body: expect.toMatchContract('agentmc', 'heartbeat.request') });
  // @ts-expect-error There is no such contract.
  expect(mock).toConformTo('agentm');
  // @ts-expect-error There is no such matcher.
  expect(mock).toHaveReceivedHeartbeat(1);
});
