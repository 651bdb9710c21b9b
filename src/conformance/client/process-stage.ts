import { monitorEventLoopDelay } from 'node:perf_hooks';
import { systemClock, type Clock } from '../../mock/clock.ts';
import type { Exchange } from '../../mock/journal.ts';
import { slackOf, type Sample } from './calibrate.ts';
import type { FakeTime } from './faketime.ts';
import { Pace, type PaceOptions } from './pace.ts';
import type { Profile } from './profile.ts';
import type { Stage } from './stage.ts';
import { seenOf, type Seen } from './traffic.ts';

/** A stage on which a client has time of its own. */
export interface ProcessStage extends Stage {
  /** How often the client gave up a connection before its request was complete. */
  readonly abandoned: number;
}

/** What a stage for a program is made from. */
export interface ProcessStageOptions extends PaceOptions {
  readonly profile: Profile;
  /** Time that passes faster; that of the machine by default. */
  readonly time?: FakeTime | undefined;
  /** Is told of each exchange. */
  readonly onSeen?: ((seen: Seen) => void) | undefined;
}

/** Milliseconds of this machine for which a client may be silent until time passes faster. */
const SILENCE = 60_000;
/** How often it is looked whether this process is late, in milliseconds. */
const RESOLUTION = 5;
/** Nanoseconds in a millisecond. */
const NANO = 1e6;

/** A stage for a program that reaches the mock over sockets, in time of the machine or faster. */
export function processStage({
  profile,
  time,
  onSeen,
  ...options
}: ProcessStageOptions): ProcessStage {
  const pace = new Pace(options);
  const samples = new Map<number, Sample>();
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION });
  let abandoned = 0;
  let silence: NodeJS.Timeout | undefined;
  const watch = () => {
    clearTimeout(silence);
    silence = setTimeout(() => time?.setRate(Math.max(time.rate, pace.silent())), SILENCE);
  };
  delay.enable();
  const context = { contract: profile.behaviour.contract.id };
  return {
    clock: time ? wholeMilliseconds(time.clock) : systemClock,
    get rate() {
      return time ? pace.highest : 1;
    },
    get abandoned() {
      return abandoned;
    },
    async open(mock) {
      const { url } = await mock.listen({ canary: true, onAbandoned: () => (abandoned += 1) });
      return url;
    },
    onStart(isAgain) {
      time?.setRate(pace.start(isAgain));
      watch();
    },
    onStop() {
      // However long it takes to end, that is no time of the client's.
      clearTimeout(silence);
      time?.setRate(pace.stop());
    },
    onExchange(exchange: Exchange) {
      const seen = seenOf(exchange, profile, context);
      onSeen?.(seen);
      if (!time) return;
      samples.set(exchange.id, { real: performance.now(), rate: time.rate, kind: seen.kind });
      // Before the answer leaves: who waits for something waits at the pace that he finds.
      time.setRate(pace.after(seen));
      watch();
    },
    slack() {
      if (!time) return () => 0;
      const slack = slackOf([...samples.values()], Math.max(0, delay.max / NANO - RESOLUTION));
      const byId = new Map([...samples.keys()].map((id, index) => [id, slack[index] ?? 0]));
      return ({ id }) => byId.get(id) ?? 0;
    },
    run: (promise) => promise,
    async close() {
      delay.disable();
      clearTimeout(silence);
      await time?.close();
    },
  };
}

/** Times of exchanges are whole milliseconds. */
function wholeMilliseconds(clock: Clock): Clock {
  return { now: () => Math.floor(clock.now()), sleep: clock.sleep };
}
