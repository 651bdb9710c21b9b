import * as z from 'zod';
import { SnapshotError } from '../../errors.ts';
import {
  accountId,
  anyObject,
  checkUnique,
  integerId,
  readPart,
  time,
} from '../snapshots/checks.ts';
import type { StateOptions } from '../types.ts';
import type { AgentmcOptions } from './agentmc.ts';
import {
  emptyState,
  toJson,
  type HostRecord,
  type SavedState,
  type State,
} from './agentmc-state.ts';
import { wholeSeconds } from './time.ts';

const host = z.strictObject({
  id: integerId,
  key: accountId,
  fingerprint: z.string(),
  created: time,
  name: z.string(),
  meta: anyObject<SavedState['hosts'][number]['meta']>(),
  lastSeen: time,
});

const agent = z.strictObject({
  id: integerId,
  name: z.string(),
  identity: z.union([z.string(), anyObject<Record<string, unknown>>()]),
  host: integerId,
  lastSeen: time,
});

const format = z.strictObject({ hosts: z.array(host), agents: z.array(agent) });

/**
 * The state that was saved.
 *
 * @throws SnapshotError with the place in what was saved.
 */
export function loadState(saved: unknown, options: StateOptions<AgentmcOptions>): State {
  const { hosts, agents } = readPart(format, saved);
  const state = emptyState(options);
  checkUnique(hosts, 'key', ['hosts']);
  checkUnique(agents, 'id', ['agents']);
  const byId = new Map<number, HostRecord>();
  for (const [index, { key, created, lastSeen, ...rest }] of hosts.entries()) {
    // The next host gets the next number.
    if (rest.id !== index + 1) {
      throw new SnapshotError(`must be ${index + 1}: hosts are numbered one by one`, [
        'hosts',
        index,
        'id',
      ]);
    }
    const record: HostRecord = {
      ...rest,
      meta: toJson(rest.meta),
      created,
      createdAt: wholeSeconds(created),
      lastSeen,
      lastSeenAt: wholeSeconds(lastSeen),
      agents: new Map(),
    };
    byId.set(rest.id, record);
    state.hosts.set(key, record);
  }
  for (const [index, { host: hostId, ...rest }] of agents.entries()) {
    const own = byId.get(hostId);
    if (!own) {
      throw new SnapshotError(`there is no host ${hostId}; name one of hosts`, [
        'agents',
        index,
        'host',
      ]);
    }
    state.agents.set(rest.id, { ...rest, identity: toJson(rest.identity), host: own });
    own.agents.set(rest.id, rest.lastSeen);
  }
  return state;
}
