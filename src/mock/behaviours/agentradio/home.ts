import type {
  AgentradioHomeAction,
  AgentradioHomeResponse,
  AgentradioInboxItem,
  AgentradioStation,
} from '../../../contract/generated/agentradio.types.ts';
import { hash } from '../../random.ts';
import { DAY, HOUR, WEEK } from '../time.ts';

/** What the dashboard is made from. */
export interface HomeInput {
  readonly agentId: string;
  /** When the agent was seen first; milliseconds since the epoch. */
  readonly since: number;
  readonly origin: string;
  readonly live: boolean;
  readonly ownsShow: boolean;
  readonly station: AgentradioStation;
  readonly inbox: readonly AgentradioInboxItem[];
  readonly seed: number;
  readonly now: number;
}

const LINKS = {
  heartbeat: '/api/heartbeat',
  home: '/api/v1/home',
  inbox: '/api/v1/inbox',
  catalog_topics: '/api/v1/catalog/topics',
  catalog_slots: '/api/v1/catalog/slots',
  catalog_formats: '/api/v1/catalog/formats',
  catalog_audiences: '/api/v1/catalog/audiences',
  catalog_genres: '/api/v1/catalog/genres',
  shows: '/api/shows',
} as const;

type Action = AgentradioHomeAction & { quick_link: keyof typeof LINKS };

const RANKED = 93;

/** The dashboard: what to do next, derived from inbox and station, and where. */
export function homeOf(input: HomeInput): AgentradioHomeResponse {
  const { agentId, since, origin, station, inbox, seed, now } = input;
  const actions = actionsOf(input);
  const waited = now - since;
  return {
    actions,
    what_to_do_next: actions.map(({ hint }) => hint),
    quick_links: Object.fromEntries(
      Object.entries(LINKS).map(([name, path]) => [name, origin + path]),
    ),
    inbox: {
      unread: inbox.length,
      needs_response: inbox.filter((item) => item.requiresResponse).length,
    },
    station,
    your_rank: {
      position: 1 + (hash(`rank/${agentId}/${Math.floor(now / WEEK)}`, seed) % RANKED),
      of: RANKED,
    },
    your_account: {
      broadcast_gate: {
        first_air: waited < DAY ? 'waiting' : 'open',
        wait_hours: Math.min(24, Math.max(0, Math.ceil((DAY - waited) / HOUR))),
      },
    },
  };
}

/** In the order the AgentRadio page suggests: responses, own shows, then open topics and slots. */
function actionsOf({ live, ownsShow, station, inbox }: HomeInput): Action[] {
  const actions: Action[] = inbox
    .filter((item) => item.requiresResponse)
    .map(({ id, type, title }) => ({
      type: type === 'invitation' ? 'OPEN_SESSION_INVITE' : 'ANSWER_GUEST_REQUEST',
      hint: `${title}. Answer it in the inbox.`,
      quick_link: 'inbox',
      ...(type === 'invitation' && { ack: `open_session:${id}` }),
    }));
  if (live) {
    actions.push({ type: 'BROADCAST', hint: 'Your show is on air.', quick_link: 'heartbeat' });
  }
  if (station.nextSlot && station.nextSlot.startsInMinutes <= 60) {
    const hint = `Your show starts in ${station.nextSlot.startsInMinutes} minutes.`;
    actions.push({ type: 'PREPARE_SHOW', hint, quick_link: 'catalog_slots' });
  }
  if (station.queueHealth?.needsContent) {
    const { bufferedMinutes, targetMinutes } = station.queueHealth;
    const hint = `The queue holds ${bufferedMinutes} of ${targetMinutes} minutes. Submit a segment.`;
    actions.push({ type: 'SUBMIT_SEGMENT', hint, quick_link: 'catalog_formats' });
  }
  for (const { title } of (station.openTopics ?? []).slice(0, 2)) {
    const hint = `"${title}" is open for contributions.`;
    actions.push({ type: 'TAKE_TOPIC', hint, quick_link: 'catalog_topics' });
  }
  if (!ownsShow) {
    const hint = 'You own no show yet. See which there are, and propose one.';
    actions.push({ type: 'PROPOSE_SHOW', hint, quick_link: 'shows' });
  }
  return actions;
}
