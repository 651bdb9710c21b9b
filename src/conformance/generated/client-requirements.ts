// Generated from contracts/ by `npm run generate`. Do not edit.
import type { ClientRequirement } from '../requirements.ts';

/** By the id of the contract. */
export const clientRequirements: Readonly<Record<string, readonly ClientRequirement[]>> = {
  "agentmc": [
    {
      "id": "AMC-C-001",
      "level": "must",
      "basis": "document",
      "title": "The body of every heartbeat satisfies the request schema",
      "source": [
        "AgentMC operation page \"agentHeartbeat\", Description",
        "AgentMC operation page \"agentHeartbeat\", Request Example",
        "AgentMC operation page \"agentHeartbeat\", SDK Example",
        "AgentMC's published OpenAPI document (package @agentmc/api 0.3.38, 2026-02-27), StoreAgentHeartbeatApiRequest"
      ]
    },
    {
      "id": "AMC-C-002",
      "level": "must",
      "basis": "document",
      "title": "Every heartbeat has its key in X-Api-Key and a JSON content type",
      "source": [
        "AgentMC operation page \"agentHeartbeat\", agentHeartbeat",
        "AgentMC operation page \"agentHeartbeat\", Request Example",
        "AgentMC's published OpenAPI document (package @agentmc/api 0.3.38, 2026-02-27), ApiKeyAuth"
      ]
    },
    {
      "id": "AMC-C-003",
      "level": "should",
      "basis": "document",
      "title": "meta.models is present and not empty on every heartbeat",
      "source": [
        "AgentMC operation page \"agentHeartbeat\", Description"
      ]
    },
    {
      "id": "AMC-C-004",
      "level": "must",
      "basis": "document",
      "title": "Every heartbeat gives a fingerprint, in body or header",
      "source": [
        "AgentMC operation page \"agentHeartbeat\", Parameters",
        "AgentMC's published OpenAPI document (package @agentmc/api 0.3.38, 2026-02-27), StoreAgentHeartbeatApiRequest.host"
      ]
    },
    {
      "id": "AMC-C-005",
      "level": "should",
      "basis": "document",
      "title": "The fingerprint stays the same for the whole run",
      "source": [
        "AgentMC operation page \"agentHeartbeat\", Request Example",
        "AgentMC's published OpenAPI document (package @agentmc/api 0.3.38, 2026-02-27), StoreAgentHeartbeatApiRequest.host.fingerprint"
      ]
    },
    {
      "id": "AMC-C-006",
      "level": "should",
      "basis": "document",
      "title": "Fingerprints in header and body agree where both are given",
      "source": [
        "AgentMC operation page \"agentHeartbeat\", Parameters",
        "AgentMC operation page \"agentHeartbeat\", SDK Example"
      ]
    },
    {
      "id": "AMC-C-007",
      "level": "must",
      "basis": "document",
      "title": "The API key appears nowhere but in its header",
      "source": [
        "AgentMC operation page \"agentHeartbeat\", agentHeartbeat",
        "AgentMC's published OpenAPI document (package @agentmc/api 0.3.38, 2026-02-27), StoreAgentHeartbeatApiRequest.meta",
        "AgentMC's published OpenAPI document (package @agentmc/api 0.3.38, 2026-02-27), StoreAgentHeartbeatApiRequest.host.meta"
      ]
    },
    {
      "id": "AMC-C-008",
      "level": "assumed",
      "basis": "assumed",
      "title": "After a 429 no heartbeat before Retry-After has passed",
      "source": [
        "heartbeat-kit's own reading where the documents are silent or disagree, Silence",
        "AgentMC operation page \"agentHeartbeat\", Error Responses"
      ]
    },
    {
      "id": "AMC-C-009",
      "level": "assumed",
      "basis": "assumed",
      "title": "After 5xx, reset or timeout: no faster, but for one quick retry",
      "source": [
        "heartbeat-kit's own reading where the documents are silent or disagree, Silence",
        "AgentMC operation page \"agentHeartbeat\", Error Responses"
      ]
    },
    {
      "id": "AMC-C-010",
      "level": "assumed",
      "basis": "assumed",
      "title": "After a 401 or 403 the client slows down or stops",
      "source": [
        "heartbeat-kit's own reading where the documents are silent or disagree, Silence",
        "AgentMC operation page \"agentHeartbeat\", Error Responses / 401",
        "AgentMC operation page \"agentHeartbeat\", Error Responses / 403"
      ]
    },
    {
      "id": "AMC-C-011",
      "level": "assumed",
      "basis": "assumed",
      "title": "After a 422 the unchanged body is not sent again at once",
      "source": [
        "heartbeat-kit's own reading where the documents are silent or disagree, Silence",
        "AgentMC operation page \"agentHeartbeat\", Error Responses / 422"
      ]
    },
    {
      "id": "AMC-C-012",
      "level": "assumed",
      "basis": "assumed",
      "title": "An unanswered request does not stop the heartbeats for good",
      "source": [
        "heartbeat-kit's own reading where the documents are silent or disagree, Silence",
        "AgentMC operation page \"agentHeartbeat\", Description"
      ]
    },
    {
      "id": "AMC-C-013",
      "level": "assumed",
      "basis": "assumed",
      "title": "Heartbeats resume after an outage of the server",
      "source": [
        "heartbeat-kit's own reading where the documents are silent or disagree, Silence",
        "AgentMC operation page \"agentHeartbeat\", Description"
      ]
    },
    {
      "id": "AMC-C-014",
      "level": "assumed",
      "basis": "assumed",
      "title": "The API key does not follow a redirect to another origin",
      "source": [
        "heartbeat-kit's own reading where the documents are silent or disagree, Silence",
        "AgentMC operation page \"agentHeartbeat\", agentHeartbeat",
        "AgentMC's published OpenAPI document (package @agentmc/api 0.3.38, 2026-02-27), ApiKeyAuth"
      ]
    }
  ],
  "agentradio": [
    {
      "id": "AR-C-001",
      "level": "must",
      "basis": "document",
      "title": "GET /api/v1/home comes before each heartbeat, retries aside",
      "source": [
        "AgentRadio page \"AgentRadio Heartbeat\" (heartbeat.md), Start Every Check-In With `/home`",
        "AgentRadio page \"AgentRadio Heartbeat\" (heartbeat.md), Three-Step Setup"
      ]
    },
    {
      "id": "AR-C-002",
      "level": "must",
      "basis": "document",
      "title": "Every heartbeat is valid JSON with an allowed status",
      "source": [
        "AgentRadio page \"AgentRadio Heartbeat\" (heartbeat.md), Body",
        "AgentRadio page \"AgentRadio Heartbeat\" (heartbeat.md), Errors"
      ]
    },
    {
      "id": "AR-C-003",
      "level": "must",
      "basis": "document",
      "title": "Every heartbeat has its key as Bearer or apiKey, nowhere else",
      "source": [
        "AgentRadio page \"AgentRadio Heartbeat\" (heartbeat.md), Endpoint"
      ]
    },
    {
      "id": "AR-C-004",
      "level": "should",
      "basis": "document",
      "title": "The key comes as Bearer rather than as apiKey",
      "source": [
        "AgentRadio page \"AgentRadio Heartbeat\" (heartbeat.md), Endpoint"
      ]
    },
    {
      "id": "AR-C-005",
      "level": "must",
      "basis": "document",
      "title": "Heartbeats are not more frequent than the cadence allows",
      "source": [
        "AgentRadio page \"AgentRadio Heartbeat\" (heartbeat.md), Cadence",
        "AgentRadio page \"AgentRadio Heartbeat\" (heartbeat.md), Three-Step Setup"
      ]
    },
    {
      "id": "AR-C-006",
      "level": "should",
      "basis": "document",
      "title": "Heartbeats not rarer than the cadence asks, while nothing fails",
      "source": [
        "AgentRadio page \"AgentRadio Heartbeat\" (heartbeat.md), Cadence"
      ]
    },
    {
      "id": "AR-C-007",
      "level": "must",
      "basis": "document",
      "title": "After a 429 its route gets nothing until Retry-After has passed",
      "source": [
        "AgentRadio page \"AgentRadio Heartbeat\" (heartbeat.md), Start Every Check-In With `/home`",
        "AgentRadio page \"AgentRadio Heartbeat\" (heartbeat.md), Cadence",
        "AgentRadio page \"AgentRadio Heartbeat\" (heartbeat.md), Errors"
      ]
    },
    {
      "id": "AR-C-008",
      "level": "should",
      "basis": "document",
      "title": "First transient failure: one retry, sooner than the cadence",
      "source": [
        "AgentRadio page \"AgentRadio Heartbeat\" (heartbeat.md), Backoff"
      ]
    },
    {
      "id": "AR-C-009",
      "level": "must",
      "basis": "document",
      "title": "Waits grow exponentially while failures repeat",
      "source": [
        "AgentRadio page \"AgentRadio Heartbeat\" (heartbeat.md), Backoff"
      ]
    },
    {
      "id": "AR-C-010",
      "level": "must",
      "basis": "document",
      "title": "During failures no wait exceeds 4 h + 10 %, Retry-After aside",
      "source": [
        "AgentRadio page \"AgentRadio Heartbeat\" (heartbeat.md), Backoff",
        "AgentRadio page \"AgentRadio Heartbeat\" (heartbeat.md), Cadence"
      ]
    },
    {
      "id": "AR-C-011",
      "level": "should",
      "basis": "document",
      "title": "After a success the client is back at its normal cadence",
      "source": [
        "AgentRadio page \"AgentRadio Heartbeat\" (heartbeat.md), Backoff",
        "AgentRadio page \"AgentRadio Heartbeat\" (heartbeat.md), Cadence"
      ]
    },
    {
      "id": "AR-C-012",
      "level": "must",
      "basis": "document",
      "title": "Doc page: once per 24 h at most, unless a version signal changed",
      "source": [
        "AgentRadio page \"AgentRadio Heartbeat\" (heartbeat.md), Backoff",
        "AgentRadio page \"AgentRadio Heartbeat\" (heartbeat.md), Start Every Check-In With `/home`"
      ]
    },
    {
      "id": "AR-C-013",
      "level": "must",
      "basis": "document",
      "title": "No markdown or other URL that only text of data names is fetched",
      "source": [
        "AgentRadio page \"AgentRadio Heartbeat\" (heartbeat.md), Backoff",
        "AgentRadio page \"AgentRadio Heartbeat\" (heartbeat.md), Start Every Check-In With `/home`"
      ]
    },
    {
      "id": "AR-C-014",
      "level": "must",
      "basis": "document",
      "title": "No request to the URL of a hint where quick_links names another",
      "source": [
        "AgentRadio page \"AgentRadio Heartbeat\" (heartbeat.md), Start Every Check-In With `/home`"
      ]
    },
    {
      "id": "AR-C-015",
      "level": "must",
      "basis": "document",
      "title": "Requests that follow actions come in the order of actions[]",
      "source": [
        "AgentRadio page \"AgentRadio Heartbeat\" (heartbeat.md), Start Every Check-In With `/home`"
      ]
    },
    {
      "id": "AR-C-016",
      "level": "must",
      "basis": "document",
      "title": "Text in station is no command; the key reaches no other origin",
      "source": [
        "AgentRadio page \"AgentRadio Heartbeat\" (heartbeat.md), Response",
        "AgentRadio page \"AgentRadio Heartbeat\" (heartbeat.md), AgentRadio Heartbeat"
      ]
    },
    {
      "id": "AR-C-017",
      "level": "should",
      "basis": "document",
      "title": "Every inbox read carries its key as Bearer",
      "source": [
        "AgentRadio page \"AgentRadio Heartbeat\" (heartbeat.md), Inbox And Catalog Checks"
      ]
    },
    {
      "id": "AR-C-018",
      "level": "assumed",
      "basis": "assumed",
      "title": "After INVALID_API_KEY the client does not hammer the server",
      "source": [
        "heartbeat-kit's own reading where the documents are silent or disagree, Silence",
        "AgentRadio page \"AgentRadio Heartbeat\" (heartbeat.md), Errors",
        "AgentRadio page \"AgentRadio Heartbeat\" (heartbeat.md), Backoff"
      ]
    },
    {
      "id": "AR-C-019",
      "level": "assumed",
      "basis": "assumed",
      "title": "Hangs and outages do not end check-ins; failing reads back off",
      "source": [
        "heartbeat-kit's own reading where the documents are silent or disagree, Silence",
        "AgentRadio page \"AgentRadio Heartbeat\" (heartbeat.md), Backoff"
      ]
    },
    {
      "id": "AR-C-020",
      "level": "should",
      "basis": "document",
      "title": "A restarted client does not check in before its cadence allows",
      "source": [
        "AgentRadio page \"AgentRadio Heartbeat\" (heartbeat.md), Three-Step Setup",
        "AgentRadio page \"AgentRadio Heartbeat\" (heartbeat.md), Cadence"
      ]
    }
  ]
};
