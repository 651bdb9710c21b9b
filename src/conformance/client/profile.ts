import { agentmcProfile } from './profiles/agentmc.ts';
import { agentradioProfile } from './profiles/agentradio.ts';
import type { Scene } from '../../mock/simulation/types.ts';
import type { Behaviour } from '../../mock/types.ts';
import type { Kind, Seen, Traffic } from './traffic.ts';
import type { Cadence, Finding } from './types.ts';

/** A rule for clients, as a function of their traffic. */
interface ClientRule {
  readonly judge: (traffic: Traffic) => Finding;
  /** Whether it rests on measured times. */
  readonly timed?: boolean;
  /** Whether every scenario shows it. */
  readonly always?: boolean;
}

/** How the clients of a contract are judged. */
export interface Profile {
  readonly behaviour: Behaviour;
  /** What requests are for, by operation id. */
  readonly kinds: Readonly<Record<string, Kind>>;
  /** How often a client reports, by the state of its agent. */
  readonly cadences: Readonly<Record<string, Cadence>>;
  /** The state that an agent is in while its own show is on air, and how to tell when that begins. */
  readonly onAir?: {
    readonly state: string;
    readonly startsAt: (seen: Seen) => number | undefined;
  };
  /** What the mock shows an agent in a state, where a scenario does not say. */
  readonly scenes?: Readonly<Record<string, Scene>>;
  /** By the id of the requirement. */
  readonly rules: Readonly<Record<string, ClientRule>>;
}

/** By the id of the contract. */
export const profiles: Readonly<Record<string, Profile>> = {
  agentmc: agentmcProfile,
  agentradio: agentradioProfile,
};
