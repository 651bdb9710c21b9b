import type {
  AgentradioHeartbeatResponse,
  AgentradioStation,
} from '../../../contract/generated/agentradio.types.ts';
import { hashText, pick } from '../../random.ts';
import type { ActiveScene, Redact, StateOptions } from '../../types.ts';
import type { AgentradioOptions } from './index.ts';
import * as words from './lexicon.ts';
import { createSchedule, type Schedule } from './schedule.ts';
import type { Viewer } from './station.ts';

/** An agent, which has one key. */
export interface Agent extends Viewer {
  readonly handle: string;
  /** First request, in milliseconds since the epoch. */
  readonly since: number;
  /** The last heartbeat, as it was answered. */
  last?: Omit<AgentradioHeartbeatResponse, 'ok' | 'agent' | 'station'>;
  /** The station as the agent saw it last: it is steady within a minute and a scene. */
  seen?: {
    readonly minute: number;
    readonly scene: ActiveScene | undefined;
    readonly station: AgentradioStation;
    readonly json: string;
  };
}

/** What the mock remembers of AgentRadio. */
export interface State {
  readonly seed: number;
  readonly forensics: boolean;
  readonly schedule: Schedule;
  /** By account id. */
  readonly agents: Map<string, Agent>;
}

/** The state as it is saved; the rest follows from the seed. */
export interface SavedState {
  readonly agents: readonly {
    readonly account: string;
    /** Where it is not the one that is drawn for the account. */
    readonly handle?: string | undefined;
    readonly since: number;
    /** Id of the show. */
    readonly show: string | null;
    readonly starving: boolean;
    readonly last?: Agent['last'] | undefined;
  }[];
}

/** A state without agents. */
export function emptyState({ seed, options }: StateOptions<AgentradioOptions>): State {
  return {
    seed,
    forensics: options.forensics ?? false,
    schedule: createSchedule(seed),
    agents: new Map(),
  };
}

/** The id of an account's agent. */
export function agentId(account: string): string {
  return `agent_${account}`;
}

/** The handle of an account that was given none. */
export function handleOf(account: string, seed: number): string {
  const adjective = pick(words.adjectives, `${account}/adjective`, seed).toLowerCase();
  const noun = pick(words.nouns, `${account}/noun`, seed).toLowerCase();
  return `${adjective}-${noun}-${hashText(`${account}/handle`, seed, 8)}`;
}

/** The state as plain JSON, without secrets. */
export function saveState({ agents, seed }: State, redact: Redact): SavedState {
  return {
    agents: [...agents].map(([account, { handle, since, show, starving, last }]) => ({
      account,
      handle: handle === handleOf(account, seed) ? undefined : redact(handle),
      since,
      show: show?.id ?? null,
      starving,
      last: last && { ...last, currentTask: redact(last.currentTask) ?? null },
    })),
  };
}
