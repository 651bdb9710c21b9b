import type { AgentmcHeartbeatRequest } from '../../contract/generated/agentmc.types.ts';
import { hashText } from '../random.ts';
import type { Redact, StateOptions } from '../types.ts';
import type { AgentmcOptions } from './agentmc.ts';
import { SECOND } from './time.ts';

type Meta = AgentmcHeartbeatRequest['host']['meta'];
type Identity = AgentmcHeartbeatRequest['agent']['identity'];

/** JSON text, which takes less memory than its value, and is moved in one piece by the garbage collector. */
type Json<Value> = string & { readonly valueType: Value };

/** A host, as it reported last. */
export interface HostRecord {
  readonly id: number;
  fingerprint: string;
  /** First heartbeat, in milliseconds since the epoch, and as it is written in answers. */
  readonly created: number;
  readonly createdAt: string;
  name: string;
  meta: Json<Meta>;
  lastSeen: number;
  /** The time as it is written in answers. */
  lastSeenAt: string;
  /** Agents that reported from this host last, by id, with the time. */
  readonly agents: Map<number, number>;
}

interface AgentRecord {
  readonly id: number;
  name: string;
  identity: Json<Identity>;
  host: HostRecord;
  lastSeen: number;
}

/** What the mock remembers of AgentMC. */
export interface State {
  readonly seed: number;
  readonly onlineWindow: number;
  readonly teamId: number;
  readonly userId: number;
  /** By the hash of the fingerprint; in the order of their ids, which count from 1. */
  readonly hosts: Map<string, HostRecord>;
  /** Some of them by the fingerprint itself, which takes less time than its hash. */
  readonly known: Map<string, HostRecord>;
  readonly agents: Map<number, AgentRecord>;
  /** The second that was answered last, and as it is written. */
  second: { at: number; text: string };
}

/** The state as it is saved. Which agents a host has follows from the agents. */
export interface SavedState {
  readonly hosts: readonly {
    readonly id: number;
    readonly key: string;
    readonly fingerprint: string;
    readonly created: number;
    readonly name: string;
    readonly meta: Meta;
    readonly lastSeen: number;
  }[];
  readonly agents: readonly {
    readonly id: number;
    readonly name: string;
    readonly identity: Identity;
    readonly host: number;
    readonly lastSeen: number;
  }[];
}

/** A state without hosts and agents. */
export function emptyState({ seed, options }: StateOptions<AgentmcOptions>): State {
  return {
    seed,
    onlineWindow: (options.onlineWindowSeconds ?? 180) * SECOND,
    teamId: options.teamId ?? 7,
    userId: options.userId ?? 1,
    hosts: new Map(),
    known: new Map(),
    agents: new Map(),
    second: { at: Number.NaN, text: '' },
  };
}

/** The text of a value. */
export function toJson<Value>(value: Value): Json<Value> {
  return JSON.stringify(value) as Json<Value>;
}

/** The value of a text that `toJson` made. */
export function fromJson<Value>(text: Json<Value>): Value {
  return JSON.parse(text) as Value;
}

/**
 * What a host is found by: a fingerprint may be of the form of a key, and cannot be saved then as it
 * stands.
 */
export function hostKey(fingerprint: string, seed: number): string {
  return hashText(fingerprint, seed);
}

/** The state as plain JSON, without secrets. */
export function saveState({ hosts, agents }: State, redact: Redact): SavedState {
  return {
    hosts: [...hosts].map(([key, { id, fingerprint, created, name, meta, lastSeen }]) => ({
      id,
      key,
      fingerprint: redact(fingerprint),
      created,
      name: redact(name),
      meta: redact(fromJson(meta)),
      lastSeen,
    })),
    agents: [...agents.values()].map(({ id, name, identity, host, lastSeen }) => ({
      id,
      name: redact(name),
      identity: redact(fromJson(identity)),
      host: host.id,
      lastSeen,
    })),
  };
}
