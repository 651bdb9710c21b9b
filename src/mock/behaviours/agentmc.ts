import { agentmc } from '../../contract/built-in.ts';
import type {
  AgentmcError,
  AgentmcHeartbeatRequest,
  AgentmcHeartbeatResponse,
  AgentmcHost,
} from '../../contract/generated/agentmc.types.ts';
import type { Violation } from '../../contract/types.ts';
import { violationsOf } from '../../contract/violations.ts';
import type { Account, Answer, Behaviour, Call, Refusal } from '../types.ts';
import {
  emptyState,
  fromJson,
  hostKey,
  saveState,
  toJson,
  type HostRecord,
  type State,
} from './agentmc-state.ts';
import { SECOND, wholeSeconds } from './time.ts';

/** Options of the AgentMC mock. */
export interface AgentmcOptions {
  /** Seconds after its last heartbeat for which a host, or an agent, is online; 180 by default. */
  readonly onlineWindowSeconds?: number | undefined;
  /** The team that owns all hosts; 7 by default. */
  readonly teamId?: number | undefined;
  /** The user who is named as the creator of hosts; 1 by default. */
  readonly userId?: number | undefined;
}

/** What `mock.state()` shows of AgentMC. */
export interface AgentmcState {
  readonly hosts: readonly AgentmcHost[];
  readonly agents: readonly {
    readonly id: number;
    readonly name: string;
    readonly identity: AgentmcHeartbeatRequest['agent']['identity'];
    readonly host_id: number;
    readonly status: 'online' | 'offline';
    readonly last_seen_at: string;
  }[];
}

const FINGERPRINT_HEADER = 'x-host-fingerprint';
const FINGERPRINT_FIELD = 'host.fingerprint';

/** AgentMC: hosts by fingerprint, agents per host. Each heartbeat creates or updates both. */
export const agentmcBehaviour: Behaviour<State, AgentmcOptions> = {
  contract: agentmc,
  keyPrefix: 'mca_',
  // Agent keys; and the team's, whose prefix stands in ordinary words too.
  secretPrefixes: { mca_: 1, cc_: 16 },
  heartbeat: 'agentHeartbeat',
  usualIntervalSeconds: 60,
  simulations: ['invalid', 'inactive', 'forbidden', 'notfound', 'ratelimited', 'flaky'],

  createState: emptyState,

  keyHeader: (key) => `X-Api-Key: ${key}`,
  keyOfHeaders: (headers) => headers['x-api-key'],

  check: fingerprintViolations,

  remarks({ body, request }) {
    const { meta } = body as AgentmcHeartbeatRequest;
    const notes: string[] = [];
    if (meta.models.length === 0)
      notes.push('meta.models is empty; send the runtime model inventory');
    if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
      notes.push('content-type is not application/json');
    }
    return notes;
  },

  handlers: { agentHeartbeat: heartbeat },

  refuse,

  inspect: (state, now): AgentmcState => ({
    hosts: [...state.hosts.values()].map((host) => view(state, host, fromJson(host.meta), now)),
    agents: [...state.agents.values()].map((agent) => ({
      id: agent.id,
      name: agent.name,
      identity: fromJson(agent.identity),
      host_id: agent.host.id,
      status: isOnline(state.onlineWindow, agent.lastSeen, now) ? 'online' : 'offline',
      last_seen_at: wholeSeconds(agent.lastSeen),
    })),
  }),

  save: saveState,

  async load(saved, options) {
    const { loadState } = await import('./agentmc-load.ts');
    return loadState(saved, options);
  },
};

function heartbeat({ state, now, body, request, account }: Call<State>): Answer {
  const { host: report, agent } = body as AgentmcHeartbeatRequest;
  const owner = account as Account;
  if ((owner.agentId ??= agent.id) !== agent.id) {
    return refuse({ kind: 'forbidden' });
  }
  // The body's fingerprint wins; `check` made sure that there is one.
  const time = timeOf(state, now);
  const fingerprint = report.fingerprint ?? (request.headers[FINGERPRINT_HEADER] as string);
  const meta = toJson(report.meta);
  const identity = toJson(agent.identity);
  let host = find(state, fingerprint);
  if (host) {
    host.fingerprint = fingerprint;
    host.name = report.name;
    host.meta = meta;
    host.lastSeen = now;
    host.lastSeenAt = time;
  } else {
    host = {
      id: state.hosts.size + 1,
      fingerprint,
      created: now,
      createdAt: time,
      name: report.name,
      meta,
      lastSeen: now,
      lastSeenAt: time,
      agents: new Map(),
    };
    state.hosts.set(hostKey(fingerprint, state.seed), host);
    state.known.set(fingerprint, host);
  }
  const known = state.agents.get(agent.id);
  if (known) {
    if (known.host !== host) known.host.agents.delete(agent.id);
    known.name = agent.name;
    known.identity = identity;
    known.host = host;
    known.lastSeen = now;
  } else {
    const { id, name } = agent;
    state.agents.set(id, { id, name, identity, host, lastSeen: now });
  }
  host.agents.set(agent.id, now);
  const answer: AgentmcHeartbeatResponse = {
    ok: true,
    server_time: time,
    host: view(state, host, report.meta, now),
  };
  return { status: 200, body: answer, json: textOf(time, answer.host as AgentmcHost, meta) };
}

function find({ hosts, known, seed }: State, fingerprint: string): HostRecord | undefined {
  const familiar = known.get(fingerprint);
  if (familiar) return familiar;
  const host = hosts.get(hostKey(fingerprint, seed));
  if (host) known.set(fingerprint, host);
  return host;
}

/** An answer as text, written out as most of it is what the host reported, which is text already. */
function textOf(time: string, host: AgentmcHost, meta: string): string {
  const text = JSON.stringify;
  return `{"ok":true,"server_time":"${time}","host":{"id":${host.id},"team_id":${host.team_id},"name":${text(host.name)},"fingerprint":${text(host.fingerprint)},"status":"${host.status}","last_seen_at":"${host.last_seen_at}","meta":${meta},"created_by_user_id":${host.created_by_user_id},"agents_total":${host.agents_total},"agents_online":${host.agents_online},"created_at":"${host.created_at}","updated_at":"${host.updated_at}"}}`;
}

/** The time as it is written in answers; made once a second. */
function timeOf(state: State, now: number): string {
  const at = Math.floor(now / SECOND);
  if (state.second.at !== at) state.second = { at, text: wholeSeconds(now) };
  return state.second.text;
}

function view(
  { onlineWindow, teamId, userId }: State,
  host: HostRecord,
  meta: AgentmcHost['meta'],
  now: number,
): AgentmcHost {
  let online = 0;
  for (const seen of host.agents.values()) if (isOnline(onlineWindow, seen, now)) online += 1;
  return {
    id: host.id,
    team_id: teamId,
    name: host.name,
    fingerprint: host.fingerprint,
    status: isOnline(onlineWindow, host.lastSeen, now) ? 'online' : 'offline',
    last_seen_at: host.lastSeenAt,
    meta,
    created_by_user_id: userId,
    agents_total: host.agents.size,
    agents_online: online,
    created_at: host.createdAt,
    updated_at: host.lastSeenAt,
  };
}

function isOnline(window: number, lastSeen: number, now: number): boolean {
  return now - lastSeen <= window;
}

/** A fingerprint stands in the body or, where it is left out there, in the header. */
function fingerprintViolations({ body, request }: Call<State>): Violation[] {
  const host = (body as Partial<AgentmcHeartbeatRequest> | null)?.host;
  if (typeof host !== 'object' || host === null || Array.isArray(host)) return [];
  if (host.fingerprint !== undefined) return [];
  const place = { pointer: '/host/fingerprint', field: FINGERPRINT_FIELD };
  const header = request.headers[FINGERPRINT_HEADER];
  if (header === undefined) {
    const message = `The ${FINGERPRINT_FIELD} field is required when the X-Host-Fingerprint header is not sent.`;
    return [{ ...place, keyword: 'required', message }];
  }
  const validate = agentmc.validators['fingerprint'];
  return violationsOf(validate as NonNullable<typeof validate>, header).map(
    ({ keyword, message }) => ({
      ...place,
      keyword,
      message: message.replace('The request body', 'The X-Host-Fingerprint header'),
    }),
  );
}

/** Codes other than `validation.failed` are ours: none is published. */
function refuse(refusal: Refusal): Answer {
  switch (refusal.kind) {
    case 'key-missing':
      return error(401, 'auth.missing', 'The X-Api-Key header is missing.');
    case 'key-unknown':
      return error(401, 'auth.invalid', 'The API key is not valid.');
    case 'key-inactive':
      return error(401, 'auth.inactive', 'The API key is not active.');
    case 'forbidden':
      return error(403, 'auth.forbidden', 'The API key may not report for this agent.');
    case 'not-found':
      return error(404, 'resource.not_found', 'The agent does not exist.');
    case 'malformed':
      return error(400, 'request.malformed', refusal.detail);
    case 'invalid': {
      const fields: Record<string, string[]> = {};
      for (const { field, message } of refusal.violations) {
        (fields[field || 'body'] ??= []).push(message);
      }
      return error(422, 'validation.failed', 'Validation failed.', { fields });
    }
    case 'rate-limited':
      return error(
        429,
        'rate_limit.exceeded',
        'Too many requests. Wait as long as Retry-After says.',
      );
    case 'unavailable':
      return error(503, 'service.unavailable', 'The service is temporarily unavailable.');
  }
}

function error(
  status: number,
  code: string,
  message: string,
  details?: { fields: Record<string, string[]> },
): Answer {
  const body: AgentmcError = { error: { code, message, ...(details && { details }) } };
  return { status, body };
}
