import type { Clock } from '../../mock/clock.ts';
import type { Session } from '../../mock/session.ts';
import type { Outcome, Target } from './types.ts';

/** What of a mock, or of a session of it, is checked. */
type Handler = Pick<Session, 'handle' | 'basePath'>;

/**
 * A mock of this process as a server under test, without a socket.
 *
 * @param basePath what the paths of the contract are appended to.
 * @param clock what the mock's delays go by.
 */
export function inProcessTarget(
  { handle, basePath: own }: Handler,
  basePath: string,
  clock: Clock,
): Target {
  const origin = 'http://mock.test';
  return {
    url: origin + own + basePath,
    async send(request, timeout): Promise<Outcome> {
      const reply = handle({ ...request, path: basePath + request.path, origin });
      const { fault, delay = 0 } = reply;
      await clock.sleep(Math.min(delay, timeout));
      if (fault === 'NO_RESPONSE' || delay > timeout) {
        return { failure: { kind: 'timeout', what: `no answer within ${timeout / 1000} s` } };
      }
      if (fault) return { failure: { kind: 'reset', what: `the mock put on ${fault}` } };
      return { reply };
    },
    close() {},
  };
}

/** The clock of a mock; where that stands still, waiting moves it on. */
export function clockOf({ clock }: Pick<Session, 'clock'>): Clock {
  if (!clock.standsStill) return clock;
  return {
    now: clock.now,
    sleep: async (milliseconds) => clock.advance(Math.max(0, milliseconds)),
  };
}
