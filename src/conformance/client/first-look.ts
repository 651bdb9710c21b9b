import type { ProcessGroup } from '../target/process-group.ts';
import type { ClientScenario } from './load.ts';
import { FASTEST, SLOWER, type Rate } from './pace.ts';
import type { ScenarioRun } from './run-scenario.ts';
import type { Seen } from './traffic.ts';
import { neverWaking, unfakeable } from './unfakeable.ts';

/** How the client is started for a look at it. */
export interface LookOptions {
  /** Plays a scenario to the client. */
  readonly play: (scenario: ClientScenario, how: LookHow) => Promise<ScenarioRun>;
  /** The client's usual interval, in milliseconds. */
  readonly beat: number;
  /** What the library does not know; see `Faketime`. */
  readonly gaps: readonly string[];
  /** The pace that the user asks for. */
  readonly rate?: Rate | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What a look needs of a run. */
interface LookHow {
  readonly signal: AbortSignal;
  readonly rate: Rate;
  readonly onLaunch: (group: ProcessGroup) => void;
  readonly onSeen: (seen: Seen) => void;
}

/** So many beats are enough, and one takes so many milliseconds of this machine. */
const BEATS = 3.5;
const REAL_BEAT = 1500;

/**
 * Starts the client, to see whether its programs live in the time that they are given.
 *
 * @returns why they do not, as a sentence; undefined where they do, or where that cannot be told.
 */
export async function firstLook(options: LookOptions): Promise<string | undefined> {
  const { beat, rate = Math.min(FASTEST, Math.max(1, beat / REAL_BEAT)) } = options;
  const obstacle = await look(options, rate);
  // A machine that is busy may not have let it come any further.
  return obstacle && look(options, Math.max(1, rate / SLOWER));
}

async function look(
  { play, beat, gaps, signal }: LookOptions,
  rate: Rate,
): Promise<string | undefined> {
  const enough = new AbortController();
  let group: ProcessGroup | undefined;
  let heartbeats = 0;
  let looking: Promise<void> | undefined;
  let fixed: string[] = [];
  let hanging: string[] = [];
  const lookAtPrograms = async () => {
    fixed = await unfakeable(group?.id ?? 0);
    hanging = await neverWaking(group?.id ?? 0, gaps);
    // Nothing to be suspicious of; or it is, and has woken up all the same.
    if (fixed.length + hanging.length === 0 || heartbeats > 1) enough.abort();
  };
  const run = await play(nothingHappens(BEATS * beat), {
    signal: signal ? AbortSignal.any([signal, enough.signal]) : enough.signal,
    rate,
    onLaunch: (launched) => (group = launched),
    onSeen({ kind }) {
      if (kind === 'heartbeat') heartbeats += 1;
      looking ??= lookAtPrograms();
      if (heartbeats > 1) void looking.then(() => enough.abort());
    },
  });
  await looking;
  // A program that only helps another one, as a compiler does, is no obstacle.
  if (heartbeats !== 1 || run.traffic.context.ended || signal?.aborted) return undefined;
  if (fixed.length > 0) {
    return `Time cannot pass faster for ${fixed.join(', ')}, which is linked statically or made with Go.`;
  }
  if (hanging.length === 0) return undefined;
  return `${hanging.join(', ')} waits in a way that this libfaketime does not know, such as Event.wait or Queue.get of Python, and never woke up; a newer libfaketime or time.sleep helps.`;
}

function nothingHappens(lasts: number): ClientScenario {
  const [name, title] = ['first-look', 'Nothing happens.'];
  return {
    name,
    title,
    judges: [],
    lasts,
    until: undefined,
    restartAfter: undefined,
    followsShows: false,
    mock: { name, title, states: { usual: {} } },
  };
}
