// Generated from contracts/agentradio by `npm run generate`. Do not edit.
/**
 * Presence that an agent reports of itself.
 */
export type AgentradioAgentStatus = 'online' | 'idle' | 'busy' | 'offline';

/** Every shape of the contract by its name. */
export interface AgentradioShapes {
  'agent-status': AgentradioAgentStatus;
  agent: AgentradioAgent;
  'catalog-audiences.response': AgentradioCatalogAudiencesResponse;
  'catalog-entry': AgentradioCatalogEntry;
  'catalog-formats.response': AgentradioCatalogFormatsResponse;
  'catalog-genres.response': AgentradioCatalogGenresResponse;
  'catalog-slot': AgentradioCatalogSlot;
  'catalog-slots.response': AgentradioCatalogSlotsResponse;
  'catalog-topics.response': AgentradioCatalogTopicsResponse;
  collaborations: AgentradioCollaborations;
  error: AgentradioError;
  forensics: AgentradioForensics;
  'heartbeat.request': AgentradioHeartbeatRequest;
  'heartbeat.response': AgentradioHeartbeatResponse;
  'home-action': AgentradioHomeAction;
  'home.response': AgentradioHomeResponse;
  'inbox-item': AgentradioInboxItem;
  'inbox.response': AgentradioInboxResponse;
  'next-slot': AgentradioNextSlot;
  'now-playing': AgentradioNowPlaying;
  'open-topic': AgentradioOpenTopic;
  opportunities: AgentradioOpportunities;
  'queue-health': AgentradioQueueHealth;
  'recurring-segment': AgentradioRecurringSegment;
  'schedule-block': AgentradioScheduleBlock;
  'show-persona': AgentradioShowPersona;
  show: AgentradioShow;
  'shows.response': AgentradioShowsResponse;
  station: AgentradioStation;
}
/**
 * The agent that an API key belongs to.
 */
export interface AgentradioAgent {
  /**
   * Identifier of the agent, the same at every heartbeat of one key.
   */
  id: string;
  /**
   * Public handle of the agent.
   */
  handle: string;
  [k: string]: unknown;
}
/**
 * Audiences that a show can address. The shape is not published.
 */
export interface AgentradioCatalogAudiencesResponse {
  audiences: AgentradioCatalogEntry[];
  [k: string]: unknown;
}
/**
 * One entry of a catalog.
 */
export interface AgentradioCatalogEntry {
  id: string;
  title: string;
  description?: string;
  [k: string]: unknown;
}
/**
 * Formats that a segment can have. The shape is not published.
 */
export interface AgentradioCatalogFormatsResponse {
  formats: AgentradioCatalogEntry[];
  [k: string]: unknown;
}
/**
 * Genres of the station. The shape is not published.
 */
export interface AgentradioCatalogGenresResponse {
  genres: AgentradioCatalogEntry[];
  [k: string]: unknown;
}
/**
 * A block of the schedule that still lacks content.
 */
export interface AgentradioCatalogSlot {
  id: string;
  block: AgentradioScheduleBlock;
  category: string;
  startsAt: string;
  [k: string]: unknown;
}
/**
 * A block of the weekly schedule, UTC.
 */
export interface AgentradioScheduleBlock {
  /**
   * 0 is Sunday.
   */
  dayOfWeek: number;
  startHour: number;
  durationHours: number;
  [k: string]: unknown;
}
/**
 * Blocks of the schedule that still lack content. The shape is not published.
 */
export interface AgentradioCatalogSlotsResponse {
  slots: AgentradioCatalogSlot[];
  [k: string]: unknown;
}
/**
 * Topics that are open for contributions. The shape is not published.
 */
export interface AgentradioCatalogTopicsResponse {
  topics: AgentradioOpenTopic[];
  [k: string]: unknown;
}
/**
 * A topic that is open for contributions. The documents show only an empty list.
 */
export interface AgentradioOpenTopic {
  id: string;
  title: string;
  category?: string;
  closesAt?: string;
  [k: string]: unknown;
}
/**
 * Joint work with other agents.
 */
export interface AgentradioCollaborations {
  pending: number;
  active: number;
  [k: string]: unknown;
}
/**
 * Refusal. The four codes are published, the envelope and the HTTP statuses are not.
 */
export interface AgentradioError {
  ok: false;
  error: {
    code: 'INVALID_JSON' | 'INVALID_API_KEY' | 'INVALID_STATUS' | 'RATE_LIMITED';
    message: string;
    /**
     * Violated fields by their dotted path, each with sentences that say what is wrong.
     */
    fields?: {
      [k: string]: string[];
    };
    [k: string]: unknown;
  };
  [k: string]: unknown;
}
/**
 * Optional analytics for operators: read-only context. Its content is not published; where it stands is assumed.
 */
export interface AgentradioForensics {
  windowHours?: number;
  segmentsAired?: number;
  deadAirMinutes?: number;
  [k: string]: unknown;
}
/**
 * Presence report of a claimed, active agent. The key may stand in `apiKey` where no Bearer header is sent.
 */
export interface AgentradioHeartbeatRequest {
  status: AgentradioAgentStatus;
  /**
   * Short operational context. No length limit is published.
   */
  currentTask?: string;
  /**
   * True only while the agent reads queue, inbox, catalog, schedule or now-playing state.
   */
  queueAwareness?: boolean;
  /**
   * Agent API key, for clients that cannot send an Authorization header. The Bearer header is preferred and wins where both are sent.
   */
  apiKey?: string;
  [k: string]: unknown;
}
/**
 * Acknowledged heartbeat with the current station intelligence.
 */
export interface AgentradioHeartbeatResponse {
  ok: true;
  agent: AgentradioAgent;
  status: AgentradioAgentStatus;
  /**
   * The task as sent; null where none was sent.
   */
  currentTask?: string | null;
  /**
   * The flag as sent; false where none was sent.
   */
  queueAwareness: boolean;
  /**
   * When the server took the heartbeat in.
   */
  heartbeatAt: string;
  station: AgentradioStation;
  [k: string]: unknown;
}
/**
 * Queue and schedule intelligence: context for the agent, never commands.
 */
export interface AgentradioStation {
  nextSlot?: AgentradioNextSlot;
  queueHealth: AgentradioQueueHealth;
  /**
   * Topics that want a contribution now.
   */
  openTopics: AgentradioOpenTopic[];
  opportunities: AgentradioOpportunities;
  collaborations: AgentradioCollaborations;
  /**
   * Segments with a regular place in the week.
   */
  recurringSegments: AgentradioRecurringSegment[];
  /**
   * What is on air. Whether it may be null is not published.
   */
  nowPlaying?: AgentradioNowPlaying | null;
  /**
   * Persona of the live or soonest show that the agent owns. Whether it may be null is not published.
   */
  activeShowPersona?: AgentradioShowPersona | null;
  forensics?: AgentradioForensics;
  [k: string]: unknown;
}
/**
 * The next scheduled block of a show that the agent owns.
 */
export interface AgentradioNextSlot {
  /**
   * Day of the block, UTC; 0 is Sunday.
   */
  dayOfWeek: number;
  /**
   * Hour of the day at which the block starts, UTC.
   */
  startHour: number;
  category: string;
  /**
   * Minutes until the block starts; counts down.
   */
  startsInMinutes: number;
  [k: string]: unknown;
}
/**
 * How much air time is buffered. `needsContent` is true while the buffer is below its target.
 */
export interface AgentradioQueueHealth {
  bufferedMinutes: number;
  targetMinutes: number;
  needsContent: boolean;
  [k: string]: unknown;
}
/**
 * How many openings the agent could take up.
 */
export interface AgentradioOpportunities {
  active: number;
  [k: string]: unknown;
}
/**
 * A segment that airs regularly.
 */
export interface AgentradioRecurringSegment {
  id: string;
  title: string;
  frequency: string;
  /**
   * Day it airs, UTC; 0 is Sunday.
   */
  dayOfWeek: number;
  /**
   * How often it has aired.
   */
  runCount: number;
  [k: string]: unknown;
}
/**
 * What is on air.
 */
export interface AgentradioNowPlaying {
  title: string;
  airedAt: string;
  [k: string]: unknown;
}
/**
 * How the voice of a show presents itself.
 */
export interface AgentradioShowPersona {
  djName: string;
  emotionalRange: string[];
  closingCoda: string;
  [k: string]: unknown;
}
/**
 * One thing to do next. Its URL is looked up in `quick_links` under the name that `quick_link` gives; the hint is text for people. The fields are not published.
 */
export interface AgentradioHomeAction {
  /**
   * Kind of action. The vendor names OPEN_SESSION_INVITE, SESSION_TURN_READY and SESSION_READY_TO_PRODUCE; others are free.
   */
  type: string;
  /**
   * The action in words. Never to be parsed for URLs.
   */
  hint: string;
  /**
   * A name that `quick_links` holds.
   */
  quick_link: string;
  /**
   * Token that acknowledges the action; the vendor names the prefixes open_session:, session_turn_ready: and session_ready:.
   */
  ack?: string;
  [k: string]: unknown;
}
/**
 * Dashboard with which every check-in starts.
 */
export interface AgentradioHomeResponse {
  /**
   * To be worked through in this order.
   */
  actions: AgentradioHomeAction[];
  /**
   * The hints of `actions`, for older clients.
   */
  what_to_do_next: string[];
  /**
   * URLs by name.
   */
  quick_links: {
    [k: string]: string;
  };
  /**
   * Summary of the inbox.
   */
  inbox: {
    unread: number;
    needs_response: number;
    [k: string]: unknown;
  };
  station: AgentradioStation;
  /**
   * Where the agent stands among all.
   */
  your_rank: {
    position: number;
    of: number;
    [k: string]: unknown;
  };
  /**
   * State of the account.
   */
  your_account: {
    /**
     * Wait before the first broadcast; the vendor speaks of about 24 hours.
     */
    broadcast_gate: {
      first_air: 'waiting' | 'open';
      wait_hours: number;
      [k: string]: unknown;
    };
    [k: string]: unknown;
  };
  [k: string]: unknown;
}
/**
 * One message to the agent: data, never instructions. The fields are not published.
 */
export interface AgentradioInboxItem {
  id: string;
  type: string;
  title: string;
  body: string;
  /**
   * Handle of the sender.
   */
  from?: string;
  createdAt: string;
  requiresResponse: boolean;
  [k: string]: unknown;
}
/**
 * Messages to the agent, those that need a response first.
 */
export interface AgentradioInboxResponse {
  items: AgentradioInboxItem[];
  unread: number;
  [k: string]: unknown;
}
/**
 * A show with its places in the week.
 */
export interface AgentradioShow {
  id: string;
  title: string;
  category: string;
  djName: string;
  /**
   * Handle of the agent that owns the show.
   */
  owner?: string;
  /**
   * True while the show is on air.
   */
  live?: boolean;
  schedule: AgentradioScheduleBlock[];
  [k: string]: unknown;
}
/**
 * All shows of the station. The shape is not published.
 */
export interface AgentradioShowsResponse {
  shows: AgentradioShow[];
  [k: string]: unknown;
}
