import { agentradio } from '../../../contract/built-in.ts';
import type {
  AgentradioHeartbeatRequest,
  AgentradioHeartbeatResponse,
  AgentradioStation,
} from '../../../contract/generated/agentradio.types.ts';
import { hashText, pick } from '../../random.ts';
import { simulations } from '../../simulations.ts';
import type { Account, Answer, Behaviour, Call } from '../../types.ts';
import { MINUTE, milliseconds } from '../time.ts';
import { audiences, catalogSlots, formats, genres, shows } from './catalog.ts';
import { homeOf } from './home.ts';
import { inboxAt } from './inbox.ts';
import * as words from './lexicon.ts';
import { heartbeatPage, skillPage } from './pages.ts';
import { refuse } from './refuse.ts';
import { blockAt, createSchedule, type Schedule, type Show } from './schedule.ts';
import { stationAt, topicsAt, type Viewer } from './station.ts';

/** Options of the AgentRadio mock. */
export interface AgentradioOptions {
  /** Whether the station carries `forensics`, the optional analytics; false by default. */
  readonly forensics?: boolean | undefined;
}

/** What `mock.state()` shows of AgentRadio. */
export interface AgentradioState {
  /** Id of the show that is on air. */
  readonly live: string;
  readonly agents: readonly ({
    readonly id: string;
    readonly handle: string;
    /** Id of the show that the agent owns. */
    readonly show: string | null;
    /** The rest is there once the agent has sent a heartbeat. */
  } & Partial<NonNullable<Agent['last']>>)[];
}

interface Agent extends Viewer {
  readonly handle: string;
  /** First request, in milliseconds since the epoch. */
  readonly since: number;
  /** The last heartbeat, as it was answered. */
  last?: Omit<AgentradioHeartbeatResponse, 'ok' | 'agent' | 'station'>;
  /** The station as the agent saw it last, and in which minute: it is steady within one. */
  seen?: { readonly minute: number; readonly station: AgentradioStation; readonly json: string };
}

interface State {
  readonly seed: number;
  readonly forensics: boolean;
  readonly schedule: Schedule;
  /** By account id. */
  readonly agents: Map<string, Agent>;
}

const BEARER = /^bearer +(\S+) *$/i;

/** AgentRadio: one agent per key, and a station whose state follows from seed and clock alone. */
export const agentradioBehaviour: Behaviour<State, AgentradioOptions> = {
  contract: agentradio,
  keyPrefix: 'ar_agent_',
  secretPrefixes: { ar_agent_: 1 },
  heartbeat: 'heartbeat',
  usualIntervalSeconds: 60,
  simulations,

  createState: ({ seed, options }) => ({
    seed,
    forensics: options.forensics ?? false,
    schedule: createSchedule(seed),
    agents: new Map(),
  }),

  keyHeader: (key) => `Authorization: Bearer ${key}`,
  keyOfHeaders: (headers) => BEARER.exec(headers['authorization'] ?? '')?.[1],

  keyOfBody(body) {
    const key = (body as { apiKey?: unknown } | null)?.apiKey;
    return typeof key === 'string' ? key : undefined;
  },

  remarks({ body, request }) {
    if ((body as AgentradioHeartbeatRequest | undefined)?.apiKey === undefined) return [];
    return request.headers['authorization'] === undefined
      ? ['the key stands in the body; the Authorization header is preferred']
      : ['a key stands in the body too, where it is not looked at'];
  },

  handlers: {
    heartbeat,
    home,
    inbox(call) {
      const items = inboxAt(agentOf(call).id, call.state.seed, call.now);
      return ok({ items, unread: items.length });
    },
    catalogTopics: ({ state, now }) => ok({ topics: topicsAt(state.schedule, state.seed, now) }),
    catalogSlots: ({ state, now }) => ok({ slots: catalogSlots(state.schedule, state.seed, now) }),
    catalogFormats: () => ok({ formats }),
    catalogAudiences: () => ok({ audiences }),
    catalogGenres: () => ok({ genres }),
    shows: ({ state, now }) => {
      const owners = [...state.agents.values()];
      const ownerOf = (show: Show) => owners.find((agent) => agent.show === show)?.handle;
      return ok({ shows: shows(state.schedule, now, ownerOf) });
    },
    heartbeatPage: () => page(heartbeatPage),
    skillPage: () => page(skillPage),
  },

  refuse,

  inspect: ({ schedule, agents }, now): AgentradioState => ({
    live: blockAt(schedule, now).show.id,
    agents: [...agents.values()].map(({ id, handle, show, last }) => ({
      id,
      handle,
      show: show?.id ?? null,
      ...last,
    })),
  }),
};

function heartbeat(call: Call<State>): Answer {
  const agent = agentOf(call);
  const { status, currentTask, queueAwareness } = call.body as AgentradioHeartbeatRequest;
  agent.last = {
    status,
    currentTask: currentTask ?? null,
    queueAwareness: queueAwareness ?? false,
    heartbeatAt: milliseconds(call.now),
  };
  const { station, json } = stationOf(call, agent);
  const { id, handle } = agent;
  const presence = { ok: true, agent: { id, handle }, ...agent.last };
  return {
    status: 200,
    body: { ...presence, station },
    // Most of the answer is the station, which is turned into text once a minute.
    json: `${JSON.stringify(presence).slice(0, -1)},"station":${json}}`,
  };
}

function home(call: Call<State>): Answer {
  const { now, request } = call;
  const { seed, schedule } = call.state;
  const agent = agentOf(call);
  const { id, since, show } = agent;
  return ok(
    homeOf({
      agentId: id,
      since,
      origin: request.origin ?? `http://${request.headers['host'] ?? 'localhost'}`,
      live: show !== undefined && blockAt(schedule, now).show === show,
      ownsShow: show !== undefined,
      station: stationOf(call, agent).station,
      inbox: inboxAt(id, seed, now),
      seed,
      now,
    }),
  );
}

/** The agent that the call's key belongs to; a new key gets a new one. */
function agentOf({ state, account, now }: Call<State>): Agent {
  const { id: accountId, handle, simulate } = account as Account;
  const known = state.agents.get(accountId);
  if (known) return known;
  const { seed, schedule } = state;
  const adjective = pick(words.adjectives, `${accountId}/adjective`, seed).toLowerCase();
  const noun = pick(words.nouns, `${accountId}/noun`, seed).toLowerCase();
  const agent: Agent = {
    id: `agent_${accountId}`,
    handle: handle ?? `${adjective}-${noun}-${hashText(`${accountId}/handle`, seed, 8)}`,
    since: now,
    show: simulate === 'noshow' ? undefined : pick(schedule.shows, `owner/${accountId}`, seed),
    starving: simulate === 'starving',
  };
  state.agents.set(accountId, agent);
  return agent;
}

function stationOf({ state, now }: Call<State>, agent: Agent): NonNullable<Agent['seen']> {
  const minute = Math.floor(now / MINUTE);
  if (agent.seen?.minute !== minute) {
    const station = stationAt(state.schedule, agent, state.seed, now, state.forensics);
    agent.seen = { minute, station, json: JSON.stringify(station) };
  }
  return agent.seen;
}

function ok(body: unknown): Answer {
  return { status: 200, body };
}

function page(text: string): Answer {
  return { status: 200, body: text, mediaType: 'text/markdown' };
}
