import { agentradio } from '../../../contract/built-in.ts';
import type { AgentradioHeartbeatRequest } from '../../../contract/generated/agentradio.types.ts';
import { originOf } from '../../canary.ts';
import { pick } from '../../random.ts';
import { simulations } from '../../simulations.ts';
import type { Account, ActiveScene, Answer, Behaviour, Call } from '../../types.ts';
import { MINUTE, milliseconds } from '../time.ts';
import { audiences, catalogSlots, formats, genres, shows } from './catalog.ts';
import { homeOf } from './home.ts';
import { inboxAt } from './inbox.ts';
import { heartbeatPage, skillPage } from './pages.ts';
import { refuse } from './refuse.ts';
import { blockAt, type Show } from './schedule.ts';
import { SCENES, sceneryOf, type Scenery } from './scenery.ts';
import { agentId, emptyState, handleOf, saveState, type Agent, type State } from './state.ts';
import { stationAt, topicsAt } from './station.ts';

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

const BEARER = /^bearer +(\S+) *$/i;

/** AgentRadio: one agent per key, and a station whose state follows from seed and clock alone. */
export const agentradioBehaviour: Behaviour<State, AgentradioOptions> = {
  contract: agentradio,
  keyPrefix: 'ar_agent_',
  secretPrefixes: { ar_agent_: 1 },
  heartbeat: 'heartbeat',
  usualIntervalSeconds: 60,
  simulations,
  scenes: SCENES,

  createState: emptyState,

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

  save: saveState,

  async load(saved, options) {
    const { loadState } = await import('./load.ts');
    return loadState(saved, options);
  },
};

function heartbeat(call: Call<State>): Answer {
  const agent = agentOf(call);
  const { status, currentTask, queueAwareness } = call.body as AgentradioHeartbeatRequest;
  const last = (agent.last = {
    status,
    currentTask: currentTask ?? null,
    queueAwareness: queueAwareness ?? false,
    heartbeatAt: milliseconds(call.now),
  });
  const { station, json } = stationOf(call, agent);
  const { id, handle } = agent;
  const presence = { ok: true, agent: { id, handle }, ...last };
  return {
    status: 200,
    body: { ok: true, agent: presence.agent, ...last, station },
    // Most of the answer is the station, which is turned into text once a minute.
    json: `${JSON.stringify(presence).slice(0, -1)},"station":${json}}`,
  };
}

function home(call: Call<State>): Answer {
  const { now, request } = call;
  const { seed } = call.state;
  const agent = agentOf(call);
  const { id, since } = agent;
  const { schedule, show } = sceneryFor(call, agent);
  return ok(
    homeOf({
      agentId: id,
      since,
      origin: originOf(request),
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
  const agent: Agent = {
    id: agentId(accountId),
    handle: handle ?? handleOf(accountId, seed),
    since: now,
    show: simulate === 'noshow' ? undefined : pick(schedule.shows, `owner/${accountId}`, seed),
    starving: simulate === 'starving',
  };
  state.agents.set(accountId, agent);
  return agent;
}

function stationOf(call: Call<State>, agent: Agent): NonNullable<Agent['seen']> {
  const { state, now, scene } = call;
  const minute = Math.floor(now / MINUTE);
  const { seen } = agent;
  if (seen?.minute === minute && isSame(seen.scene, scene)) return seen;
  const { schedule, ...viewer } = sceneryFor(call, agent);
  const station = stationAt(
    schedule,
    { ...viewer, id: agent.id },
    state.seed,
    now,
    state.forensics,
  );
  return (agent.seen = { minute, scene, station, json: JSON.stringify(station) });
}

function sceneryFor({ state, scene }: Call<State>, agent: Agent): Scenery {
  return sceneryOf(
    scene,
    { schedule: state.schedule, show: agent.show, starving: agent.starving },
    state.seed,
  );
}

function isSame(one: ActiveScene | undefined, other: ActiveScene | undefined): boolean {
  return one?.settings === other?.settings && one?.since === other?.since;
}

function ok(body: unknown): Answer {
  return { status: 200, body };
}

function page(text: string): Answer {
  return { status: 200, body: text, mediaType: 'text/markdown' };
}
