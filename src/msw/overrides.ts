import { agentmc, agentradio } from '../contract/built-in.ts';
import type {
  AgentmcHeartbeatRequest,
  AgentmcHeartbeatResponse,
} from '../contract/generated/agentmc.types.ts';
import type {
  AgentradioCatalogAudiencesResponse,
  AgentradioCatalogFormatsResponse,
  AgentradioCatalogGenresResponse,
  AgentradioCatalogSlotsResponse,
  AgentradioCatalogTopicsResponse,
  AgentradioHeartbeatRequest,
  AgentradioHeartbeatResponse,
  AgentradioHomeResponse,
  AgentradioInboxResponse,
  AgentradioShowsResponse,
} from '../contract/generated/agentradio.types.ts';
import { overrideOf } from './override.ts';

/**
 * A handler for each operation that answers it in place of a mock, typed by the contract:
 * `(valueOrFn, {once, baseUrl, mock})`. The value is the body of an accepted answer, or a `Response`; a function
 * is told of the request and gives either, now or later, or `undefined` to leave the request to the
 * handlers that come after it.
 *
 * @example
 * server.use(agentradioHeartbeatHandler(new HttpResponse(null, { status: 503 }), { once: true, mock }));
 */
export const agentmcHeartbeatHandler = overrideOf<
  AgentmcHeartbeatResponse,
  AgentmcHeartbeatRequest
>(agentmc, 'agentHeartbeat');

/** `POST /api/heartbeat` and its alias; see `agentmcHeartbeatHandler`. */
export const agentradioHeartbeatHandler = overrideOf<
  AgentradioHeartbeatResponse,
  AgentradioHeartbeatRequest
>(agentradio, 'heartbeat');

/** `GET /api/v1/home`; see `agentmcHeartbeatHandler`. */
export const agentradioHomeHandler = overrideOf<AgentradioHomeResponse>(agentradio, 'home');

/** `GET /api/v1/inbox`; see `agentmcHeartbeatHandler`. */
export const agentradioInboxHandler = overrideOf<AgentradioInboxResponse>(agentradio, 'inbox');

/** `GET /api/v1/catalog/topics`; see `agentmcHeartbeatHandler`. */
export const agentradioCatalogTopicsHandler = overrideOf<AgentradioCatalogTopicsResponse>(
  agentradio,
  'catalogTopics',
);

/** `GET /api/v1/catalog/slots`; see `agentmcHeartbeatHandler`. */
export const agentradioCatalogSlotsHandler = overrideOf<AgentradioCatalogSlotsResponse>(
  agentradio,
  'catalogSlots',
);

/** `GET /api/v1/catalog/formats`; see `agentmcHeartbeatHandler`. */
export const agentradioCatalogFormatsHandler = overrideOf<AgentradioCatalogFormatsResponse>(
  agentradio,
  'catalogFormats',
);

/** `GET /api/v1/catalog/audiences`; see `agentmcHeartbeatHandler`. */
export const agentradioCatalogAudiencesHandler = overrideOf<AgentradioCatalogAudiencesResponse>(
  agentradio,
  'catalogAudiences',
);

/** `GET /api/v1/catalog/genres`; see `agentmcHeartbeatHandler`. */
export const agentradioCatalogGenresHandler = overrideOf<AgentradioCatalogGenresResponse>(
  agentradio,
  'catalogGenres',
);

/** `GET /api/shows`; see `agentmcHeartbeatHandler`. */
export const agentradioShowsHandler = overrideOf<AgentradioShowsResponse>(agentradio, 'shows');

/** `GET /heartbeat.md`, a page of Markdown; see `agentmcHeartbeatHandler`. */
export const agentradioHeartbeatPageHandler = overrideOf<string>(agentradio, 'heartbeatPage');

/** `GET /skill.md`, a page of Markdown; see `agentmcHeartbeatHandler`. */
export const agentradioSkillPageHandler = overrideOf<string>(agentradio, 'skillPage');
