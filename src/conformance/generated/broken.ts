// Generated from fixtures/broken by `npm run generate`. Do not edit.
import type { BrokenImplementation } from '../traceability/broken.ts';

/** By the id of the contract: servers, then clients. */
export const broken: Readonly<Record<string, readonly BrokenImplementation[]>> = {
  "agentmc": [
    {
      "name": "heartbeat-created",
      "what": "Answers 201 to heartbeats.",
      "breaks": "AMC-S-001",
      "alsoFails": []
    },
    {
      "name": "heartbeat-without-answer",
      "what": "Answers 204 to heartbeats, without a body.",
      "breaks": "AMC-S-001",
      "alsoFails": [
        "AMC-S-019"
      ]
    },
    {
      "name": "answer-as-text",
      "what": "Sends its JSON as `text/plain`.",
      "breaks": "AMC-S-001",
      "alsoFails": []
    },
    {
      "name": "answer-without-content-type",
      "what": "Sends its JSON without a content type.",
      "breaks": "AMC-S-001",
      "alsoFails": []
    },
    {
      "name": "answer-wrapped-in-data",
      "what": "Wraps answers in `data`, as its framework's resources do.",
      "breaks": "AMC-S-001",
      "alsoFails": [
        "AMC-S-018",
        "AMC-S-019",
        "AMC-S-021",
        "AMC-S-023",
        "AMC-S-028"
      ]
    },
    {
      "name": "ok-as-number",
      "what": "Gives `ok` as 1, as its database does.",
      "breaks": "AMC-S-001",
      "alsoFails": [
        "AMC-S-018",
        "AMC-S-019",
        "AMC-S-021",
        "AMC-S-028"
      ]
    },
    {
      "name": "ok-false",
      "what": "Answers 200 with `ok` false, as if it had refused the heartbeat.",
      "breaks": "AMC-S-001",
      "alsoFails": [
        "AMC-S-018",
        "AMC-S-019",
        "AMC-S-021",
        "AMC-S-028"
      ]
    },
    {
      "name": "host-cut-short-at-times",
      "what": "Leaves fields of the host out where it saw the host before.",
      "breaks": "AMC-S-001",
      "alsoFails": []
    },
    {
      "name": "ids-as-text",
      "what": "Gives numbers of the host as text.",
      "breaks": "AMC-S-001",
      "alsoFails": []
    },
    {
      "name": "host-without-team",
      "what": "Leaves the team out of the host.",
      "breaks": "AMC-S-001",
      "alsoFails": []
    },
    {
      "name": "without-server-time",
      "what": "Leaves `server_time` out.",
      "breaks": "AMC-S-001",
      "alsoFails": [
        "AMC-S-023",
        "AMC-S-028"
      ]
    },
    {
      "name": "meta-strict",
      "what": "Refuses fields of `meta` that it does not know.",
      "breaks": "AMC-S-018",
      "alsoFails": []
    },
    {
      "name": "meta-flat",
      "what": "Crashes over objects in unknown fields of `meta`.",
      "breaks": "AMC-S-018",
      "alsoFails": []
    },
    {
      "name": "three-bytes-a-character",
      "what": "Crashes over characters of four bytes, which its database cannot hold.",
      "breaks": "AMC-S-019",
      "alsoFails": [
        "AMC-S-001"
      ]
    },
    {
      "name": "ascii-names",
      "what": "Refuses names of hosts that are not ASCII.",
      "breaks": "AMC-S-019",
      "alsoFails": []
    },
    {
      "name": "western-names",
      "what": "Crashes over names of agents that are not in Latin letters.",
      "breaks": "AMC-S-019",
      "alsoFails": []
    },
    {
      "name": "host-named-by-hostname",
      "what": "Shows the hostname in place of the name that it was sent.",
      "breaks": "AMC-S-015",
      "alsoFails": []
    },
    {
      "name": "host-of-the-first-report",
      "what": "Keeps name and meta of a host from its first heartbeat.",
      "breaks": "AMC-S-015",
      "alsoFails": []
    },
    {
      "name": "host-one-report-behind",
      "what": "Answers with the host as it was before the heartbeat.",
      "breaks": "AMC-S-015",
      "alsoFails": [
        "AMC-S-014",
        "AMC-S-028",
        "AMC-S-029"
      ]
    },
    {
      "name": "host-meta-hidden",
      "what": "Shows the host without its meta.",
      "breaks": "AMC-S-015",
      "alsoFails": []
    },
    {
      "name": "host-runtime-as-text",
      "what": "Shows the runtime of the host as one text.",
      "breaks": "AMC-S-015",
      "alsoFails": []
    },
    {
      "name": "host-meta-in-lower-case",
      "what": "Keeps operating system and architecture in lower case.",
      "breaks": "AMC-S-015",
      "alsoFails": []
    },
    {
      "name": "fingerprint-hidden",
      "what": "Shows the first characters of the fingerprint only.",
      "breaks": "AMC-S-015.fingerprint",
      "alsoFails": [
        "AMC-S-009",
        "AMC-S-010",
        "AMC-S-012.unaltered"
      ]
    },
    {
      "name": "no-key-needed",
      "what": "Accepts heartbeats without a key.",
      "breaks": "AMC-S-002",
      "alsoFails": [
        "AMC-S-025"
      ]
    },
    {
      "name": "no-key-forbidden",
      "what": "Answers 403 where there is no key.",
      "breaks": "AMC-S-002",
      "alsoFails": []
    },
    {
      "name": "no-key-invalid",
      "what": "Answers 422 where there is no key, as for any field that is missing.",
      "breaks": "AMC-S-002",
      "alsoFails": []
    },
    {
      "name": "no-key-login",
      "what": "Redirects to its login where there is no key.",
      "breaks": "AMC-S-002",
      "alsoFails": [
        "AMC-S-025",
        "AMC-S-026"
      ]
    },
    {
      "name": "prefix-is-enough",
      "what": "Accepts whatever begins like a key.",
      "breaks": "AMC-S-003",
      "alsoFails": []
    },
    {
      "name": "unknown-key-forbidden",
      "what": "Answers 403 to a key that it does not know.",
      "breaks": "AMC-S-003",
      "alsoFails": []
    },
    {
      "name": "unknown-key-not-found",
      "what": "Answers 404 to a key that it does not know.",
      "breaks": "AMC-S-003",
      "alsoFails": []
    },
    {
      "name": "unknown-key-crash",
      "what": "Crashes over a key that it does not know.",
      "breaks": "AMC-S-003",
      "alsoFails": []
    },
    {
      "name": "rights-ignored",
      "what": "Accepts heartbeats from any key that it knows.",
      "breaks": "AMC-S-004",
      "alsoFails": []
    },
    {
      "name": "forbidden-key-unauthorized",
      "what": "Answers 401 to a key without the right to send heartbeats.",
      "breaks": "AMC-S-004",
      "alsoFails": []
    },
    {
      "name": "forbidden-key-not-found",
      "what": "Answers 404 to a key without the right to send heartbeats, to hide that they exist.",
      "breaks": "AMC-S-004",
      "alsoFails": []
    },
    {
      "name": "agent-by-key",
      "what": "Goes by the key, and does not look at `agent.id`.",
      "breaks": "AMC-S-005",
      "alsoFails": []
    },
    {
      "name": "agent-of-another-key",
      "what": "Accepts any agent that it knows, whomever it belongs to.",
      "breaks": "AMC-S-005",
      "alsoFails": []
    },
    {
      "name": "agent-unknown-crash",
      "what": "Crashes over an agent that it does not know.",
      "breaks": "AMC-S-005",
      "alsoFails": []
    },
    {
      "name": "agent-unknown-unauthorized",
      "what": "Answers 401 where the agent is not the key's.",
      "breaks": "AMC-S-005",
      "alsoFails": []
    },
    {
      "name": "key-in-the-answer",
      "what": "Answers with all columns of the agent, its key among them.",
      "breaks": "AMC-S-025",
      "alsoFails": []
    },
    {
      "name": "key-in-the-message",
      "what": "Says in the refusal which key it does not know.",
      "breaks": "AMC-S-025",
      "alsoFails": []
    },
    {
      "name": "key-in-a-header",
      "what": "Repeats the headers of the request in a header of its own, in base64.",
      "breaks": "AMC-S-025",
      "alsoFails": []
    },
    {
      "name": "get-accepted",
      "what": "Answers GET as if it were a heartbeat.",
      "breaks": "AMC-S-025",
      "alsoFails": []
    },
    {
      "name": "put-accepted",
      "what": "Accepts PUT as well as POST.",
      "breaks": "AMC-S-025",
      "alsoFails": []
    },
    {
      "name": "patch-without-effect",
      "what": "Answers 200 to PATCH, and does nothing.",
      "breaks": "AMC-S-025",
      "alsoFails": []
    },
    {
      "name": "bearer-accepted",
      "what": "Accepts the key as a Bearer token.",
      "breaks": "AMC-S-025",
      "alsoFails": []
    },
    {
      "name": "api-key-header-accepted",
      "what": "Accepts the key in the header `Api-Key`.",
      "breaks": "AMC-S-025",
      "alsoFails": []
    },
    {
      "name": "host-optional",
      "what": "Accepts heartbeats without a host, and answers with none.",
      "breaks": "AMC-S-006",
      "alsoFails": []
    },
    {
      "name": "host-missing-crash",
      "what": "Crashes over a heartbeat without a host.",
      "breaks": "AMC-S-006",
      "alsoFails": []
    },
    {
      "name": "host-missing-not-found",
      "what": "Answers 404 to a heartbeat without a host, as it finds none.",
      "breaks": "AMC-S-006",
      "alsoFails": []
    },
    {
      "name": "host-name-optional",
      "what": "Names hosts itself that come without a name.",
      "breaks": "AMC-S-006.fields",
      "alsoFails": []
    },
    {
      "name": "host-meta-optional",
      "what": "Accepts a host without its meta.",
      "breaks": "AMC-S-006.fields",
      "alsoFails": []
    },
    {
      "name": "network-optional",
      "what": "Accepts a host without its network.",
      "breaks": "AMC-S-006.fields",
      "alsoFails": []
    },
    {
      "name": "public-address-optional",
      "what": "Accepts a host without a public address.",
      "breaks": "AMC-S-006.fields",
      "alsoFails": []
    },
    {
      "name": "uptime-optional",
      "what": "Takes the uptime of a host for 0 where it is missing.",
      "breaks": "AMC-S-006.fields",
      "alsoFails": []
    },
    {
      "name": "host-runtime-version-optional",
      "what": "Accepts a host without the version of its runtime.",
      "breaks": "AMC-S-006.fields",
      "alsoFails": []
    },
    {
      "name": "meta-optional",
      "what": "Accepts heartbeats without `meta`.",
      "breaks": "AMC-S-007",
      "alsoFails": []
    },
    {
      "name": "meta-missing-crash",
      "what": "Crashes over a heartbeat without `meta`.",
      "breaks": "AMC-S-007",
      "alsoFails": []
    },
    {
      "name": "runtime-optional",
      "what": "Accepts `meta` without a runtime.",
      "breaks": "AMC-S-007.runtime",
      "alsoFails": []
    },
    {
      "name": "runtime-version-optional",
      "what": "Accepts a runtime without its version.",
      "breaks": "AMC-S-007.runtime",
      "alsoFails": []
    },
    {
      "name": "agent-optional",
      "what": "Takes the agent from the key where the heartbeat names none.",
      "breaks": "AMC-S-022",
      "alsoFails": []
    },
    {
      "name": "agent-id-optional",
      "what": "Takes the id of the agent from the key where the heartbeat has none.",
      "breaks": "AMC-S-022",
      "alsoFails": []
    },
    {
      "name": "agent-name-optional",
      "what": "Keeps the name of the agent where the heartbeat has none.",
      "breaks": "AMC-S-022",
      "alsoFails": []
    },
    {
      "name": "agent-identity-optional",
      "what": "Does without an identity of the agent.",
      "breaks": "AMC-S-022",
      "alsoFails": []
    },
    {
      "name": "models-optional",
      "what": "Takes no models for an empty list of them.",
      "breaks": "AMC-S-027",
      "alsoFails": []
    },
    {
      "name": "models-missing-crash",
      "what": "Crashes over `meta` without models.",
      "breaks": "AMC-S-027",
      "alsoFails": []
    },
    {
      "name": "validation-bad-request",
      "what": "Answers 400 to heartbeats that fail its validation.",
      "breaks": "AMC-S-006",
      "alsoFails": [
        "AMC-S-006.fields",
        "AMC-S-007",
        "AMC-S-007.runtime",
        "AMC-S-011",
        "AMC-S-012",
        "AMC-S-020",
        "AMC-S-022"
      ]
    },
    {
      "name": "validation-redirect",
      "what": "Redirects back to the form when validation fails, as web applications do.",
      "breaks": "AMC-S-026",
      "alsoFails": [
        "AMC-S-006",
        "AMC-S-006.fields",
        "AMC-S-007",
        "AMC-S-007.runtime",
        "AMC-S-011",
        "AMC-S-012",
        "AMC-S-020",
        "AMC-S-022",
        "AMC-S-027"
      ]
    },
    {
      "name": "header-ignored",
      "what": "Does not look for the fingerprint in the header.",
      "breaks": "AMC-S-009",
      "alsoFails": []
    },
    {
      "name": "header-not-shown",
      "what": "Shows null for a fingerprint that came in the header.",
      "breaks": "AMC-S-009",
      "alsoFails": [
        "AMC-S-001",
        "AMC-S-012.unaltered"
      ]
    },
    {
      "name": "header-replaced-by-name",
      "what": "Makes a fingerprint from the name of the host where the body has none.",
      "breaks": "AMC-S-009",
      "alsoFails": [
        "AMC-S-011",
        "AMC-S-012",
        "AMC-S-012.unaltered"
      ]
    },
    {
      "name": "two-fingerprints-refused",
      "what": "Refuses a heartbeat whose header names another fingerprint than its body.",
      "breaks": "AMC-S-010",
      "alsoFails": []
    },
    {
      "name": "digests-only",
      "what": "Takes nothing but hexadecimal digests of 64 characters for a fingerprint.",
      "breaks": "AMC-S-012",
      "alsoFails": []
    },
    {
      "name": "header-wins",
      "what": "Prefers the fingerprint of the header to that of the body.",
      "breaks": "AMC-S-010",
      "alsoFails": []
    },
    {
      "name": "header-wins-in-answers",
      "what": "Goes by the fingerprint of the body, and answers with that of the header.",
      "breaks": "AMC-S-010",
      "alsoFails": []
    },
    {
      "name": "fingerprint-optional",
      "what": "Makes a fingerprint from the name of the host where body and header have none.",
      "breaks": "AMC-S-011",
      "alsoFails": []
    },
    {
      "name": "fingerprint-missing-bad-request",
      "what": "Answers 400 where there is no fingerprint.",
      "breaks": "AMC-S-011",
      "alsoFails": []
    },
    {
      "name": "fingerprint-unchecked",
      "what": "Accepts any text as a fingerprint, in body and header.",
      "breaks": "AMC-S-012",
      "alsoFails": []
    },
    {
      "name": "fingerprint-header-unchecked",
      "what": "Accepts any text as a fingerprint in the header.",
      "breaks": "AMC-S-012",
      "alsoFails": []
    },
    {
      "name": "fingerprint-short",
      "what": "Accepts fingerprints of less than 64 characters.",
      "breaks": "AMC-S-012",
      "alsoFails": []
    },
    {
      "name": "fingerprint-long-cut",
      "what": "Cuts fingerprints of more than 128 characters.",
      "breaks": "AMC-S-012",
      "alsoFails": []
    },
    {
      "name": "fingerprint-any-character",
      "what": "Checks the length of fingerprints only.",
      "breaks": "AMC-S-012",
      "alsoFails": []
    },
    {
      "name": "fingerprint-letters-of-any-language",
      "what": "Accepts letters of any language in fingerprints.",
      "breaks": "AMC-S-012",
      "alsoFails": []
    },
    {
      "name": "fingerprint-in-lower-case",
      "what": "Keeps fingerprints in lower case.",
      "breaks": "AMC-S-012.unaltered",
      "alsoFails": []
    },
    {
      "name": "fingerprint-column-of-64",
      "what": "Keeps the first 64 characters of a fingerprint.",
      "breaks": "AMC-S-012.unaltered",
      "alsoFails": []
    },
    {
      "name": "fingerprint-without-punctuation",
      "what": "Keeps letters and digits of a fingerprint only.",
      "breaks": "AMC-S-012.unaltered",
      "alsoFails": []
    },
    {
      "name": "host-by-name",
      "what": "Knows hosts by their name.",
      "breaks": "AMC-S-013",
      "alsoFails": []
    },
    {
      "name": "race-for-a-new-host",
      "what": "Crashes where two heartbeats create a host at the same time.",
      "breaks": "AMC-S-013",
      "alsoFails": []
    },
    {
      "name": "names-unique",
      "what": "Refuses a second host that is named like another.",
      "breaks": "AMC-S-013",
      "alsoFails": []
    },
    {
      "name": "host-new-each-time",
      "what": "Adds a record for each heartbeat.",
      "breaks": "AMC-S-013",
      "alsoFails": [
        "AMC-S-014"
      ]
    },
    {
      "name": "host-replaced",
      "what": "Replaces the record of a host by a new one after some heartbeats.",
      "breaks": "AMC-S-013",
      "alsoFails": []
    },
    {
      "name": "host-made-twice-at-once",
      "what": "Adds two records where two heartbeats of a new host arrive at once.",
      "breaks": "AMC-S-013",
      "alsoFails": []
    },
    {
      "name": "created-at-moves",
      "what": "Gives the time of the last heartbeat as that of creation.",
      "breaks": "AMC-S-014",
      "alsoFails": []
    },
    {
      "name": "last-seen-stands-still",
      "what": "Notes when it saw a host first, not last.",
      "breaks": "AMC-S-014",
      "alsoFails": []
    },
    {
      "name": "last-seen-in-minutes",
      "what": "Notes the minute in which it saw a host.",
      "breaks": "AMC-S-014",
      "alsoFails": []
    },
    {
      "name": "server-time-of-its-start",
      "what": "Gives the time of its start as `server_time`.",
      "breaks": "AMC-S-014",
      "alsoFails": []
    },
    {
      "name": "server-time-in-minutes",
      "what": "Gives `server_time` to the minute.",
      "breaks": "AMC-S-014",
      "alsoFails": []
    },
    {
      "name": "total-counts-heartbeats",
      "what": "Counts heartbeats as agents of the host.",
      "breaks": "AMC-S-016",
      "alsoFails": []
    },
    {
      "name": "total-before-the-heartbeat",
      "what": "Counts all agents before it adds the one that reports, and those online after.",
      "breaks": "AMC-S-016",
      "alsoFails": []
    },
    {
      "name": "online-below-zero",
      "what": "Counts agents down that it never counted up.",
      "breaks": "AMC-S-016",
      "alsoFails": [
        "AMC-S-017"
      ]
    },
    {
      "name": "status-offline",
      "what": "Leaves the status of a host to a job that runs later.",
      "breaks": "AMC-S-017",
      "alsoFails": []
    },
    {
      "name": "status-before-the-heartbeat",
      "what": "Answers with the status that a host had before its heartbeat.",
      "breaks": "AMC-S-017",
      "alsoFails": []
    },
    {
      "name": "status-another-word",
      "what": "Calls a host that reports `active`.",
      "breaks": "AMC-S-017",
      "alsoFails": [
        "AMC-S-001"
      ]
    },
    {
      "name": "online-without-the-one-that-reports",
      "what": "Does not count the agent that reports among those online.",
      "breaks": "AMC-S-017",
      "alsoFails": []
    },
    {
      "name": "updated-at-stands-still",
      "what": "Does not touch `updated_at` where nothing but the time is new.",
      "breaks": "AMC-S-028",
      "alsoFails": []
    },
    {
      "name": "updated-at-local-time",
      "what": "Gives local time as UTC in `updated_at`.",
      "breaks": "AMC-S-028",
      "alsoFails": []
    },
    {
      "name": "total-of-one",
      "what": "Knows no more than one agent of a host, the last one that reported.",
      "breaks": "AMC-S-029",
      "alsoFails": []
    },
    {
      "name": "cores-without-maximum",
      "what": "Accepts any number of cores above 0.",
      "breaks": "AMC-S-020",
      "alsoFails": []
    },
    {
      "name": "cores-zero",
      "what": "Accepts 0 cores.",
      "breaks": "AMC-S-020",
      "alsoFails": []
    },
    {
      "name": "cores-rounded",
      "what": "Rounds fractions of cores.",
      "breaks": "AMC-S-020",
      "alsoFails": []
    },
    {
      "name": "objects-as-numbers",
      "what": "Takes an object for the number 1, as its language does.",
      "breaks": "AMC-S-020",
      "alsoFails": []
    },
    {
      "name": "percent-without-maximum",
      "what": "Accepts more than 100 percent.",
      "breaks": "AMC-S-020",
      "alsoFails": []
    },
    {
      "name": "counters-below-zero",
      "what": "Accepts counters below 0.",
      "breaks": "AMC-S-020",
      "alsoFails": []
    },
    {
      "name": "uptime-below-zero",
      "what": "Accepts an uptime below 0.",
      "breaks": "AMC-S-020",
      "alsoFails": []
    },
    {
      "name": "addresses-unchecked",
      "what": "Accepts any text as an address.",
      "breaks": "AMC-S-020",
      "alsoFails": []
    },
    {
      "name": "range-crash",
      "what": "Crashes over numbers that its database has no room for.",
      "breaks": "AMC-S-020",
      "alsoFails": []
    },
    {
      "name": "cpu-as-text-only",
      "what": "Accepts `host.meta.cpu` as text only.",
      "breaks": "AMC-S-021",
      "alsoFails": []
    },
    {
      "name": "identity-as-object-only",
      "what": "Accepts `agent.identity` as an object only.",
      "breaks": "AMC-S-021",
      "alsoFails": []
    },
    {
      "name": "ipv4-only",
      "what": "Accepts IPv4 addresses only.",
      "breaks": "AMC-S-021",
      "alsoFails": []
    },
    {
      "name": "private-ipv4-only",
      "what": "Knows no private addresses of IPv6.",
      "breaks": "AMC-S-021",
      "alsoFails": []
    },
    {
      "name": "models-as-text-only",
      "what": "Crashes over models that are objects.",
      "breaks": "AMC-S-021",
      "alsoFails": []
    },
    {
      "name": "models-as-objects-not-ok",
      "what": "Answers 200 with `ok` false where models are objects.",
      "breaks": "AMC-S-021",
      "alsoFails": []
    },
    {
      "name": "models-of-one-form",
      "what": "Refuses lists of models with both texts and objects.",
      "breaks": "AMC-S-021",
      "alsoFails": []
    },
    {
      "name": "empty-host-name-refused",
      "what": "Takes an empty name for a missing one, as its framework does.",
      "breaks": "AMC-S-028",
      "alsoFails": []
    },
    {
      "name": "empty-model-refused",
      "what": "Refuses models without a name.",
      "breaks": "AMC-S-028",
      "alsoFails": []
    },
    {
      "name": "times-of-the-database",
      "what": "Writes times as its database does, with a space and without a zone.",
      "breaks": "AMC-S-023",
      "alsoFails": [
        "AMC-S-001"
      ]
    },
    {
      "name": "times-without-zone",
      "what": "Writes times in UTC without saying so.",
      "breaks": "AMC-S-023",
      "alsoFails": [
        "AMC-S-001"
      ]
    },
    {
      "name": "times-with-offset-without-colon",
      "what": "Writes the zone of times as `+0000`.",
      "breaks": "AMC-S-023",
      "alsoFails": []
    },
    {
      "name": "times-as-numbers",
      "what": "Gives times in seconds since 1970.",
      "breaks": "AMC-S-023",
      "alsoFails": [
        "AMC-S-001"
      ]
    },
    {
      "name": "times-of-http",
      "what": "Writes times as HTTP does.",
      "breaks": "AMC-S-023",
      "alsoFails": [
        "AMC-S-001"
      ]
    },
    {
      "name": "server-time-without-zone",
      "what": "Leaves the zone out of `server_time`.",
      "breaks": "AMC-S-023",
      "alsoFails": [
        "AMC-S-001"
      ]
    },
    {
      "name": "created-at-as-date",
      "what": "Gives the day on which a host was made, without a time.",
      "breaks": "AMC-S-023",
      "alsoFails": [
        "AMC-S-001"
      ]
    },
    {
      "name": "refusals-of-the-framework",
      "what": "Refuses with its framework's own `{message, errors}`.",
      "breaks": "AMC-S-008",
      "alsoFails": [
        "AMC-S-024",
        "AMC-S-026"
      ]
    },
    {
      "name": "refusals-without-envelope",
      "what": "Has code and message of a refusal at the top.",
      "breaks": "AMC-S-008",
      "alsoFails": [
        "AMC-S-024",
        "AMC-S-026"
      ]
    },
    {
      "name": "refusals-as-problems",
      "what": "Refuses with problem details (RFC 9457).",
      "breaks": "AMC-S-008",
      "alsoFails": [
        "AMC-S-024",
        "AMC-S-026"
      ]
    },
    {
      "name": "error-as-text",
      "what": "Has the message of a refusal as `error`.",
      "breaks": "AMC-S-008",
      "alsoFails": [
        "AMC-S-024",
        "AMC-S-026"
      ]
    },
    {
      "name": "error-code-as-number",
      "what": "Has the status as the code of a refusal.",
      "breaks": "AMC-S-008",
      "alsoFails": [
        "AMC-S-026"
      ]
    },
    {
      "name": "error-without-message",
      "what": "Gives the code of a refusal without a message.",
      "breaks": "AMC-S-008",
      "alsoFails": [
        "AMC-S-026"
      ]
    },
    {
      "name": "keys-refused-by-the-proxy",
      "what": "Lets a proxy refuse keys, with a page of its own.",
      "breaks": "AMC-S-008",
      "alsoFails": []
    },
    {
      "name": "keys-refused-without-body",
      "what": "Answers 401 with an empty body.",
      "breaks": "AMC-S-008",
      "alsoFails": []
    },
    {
      "name": "fields-with-text",
      "what": "Has one text for each field at fault, in place of a list.",
      "breaks": "AMC-S-008",
      "alsoFails": []
    },
    {
      "name": "fields-as-list",
      "what": "Has a list of the fields at fault, with their messages.",
      "breaks": "AMC-S-008",
      "alsoFails": [
        "AMC-S-024"
      ]
    },
    {
      "name": "fields-unnamed",
      "what": "Does not say which field is at fault.",
      "breaks": "AMC-S-024",
      "alsoFails": []
    },
    {
      "name": "fields-empty",
      "what": "Has an empty object for the fields at fault.",
      "breaks": "AMC-S-024",
      "alsoFails": []
    },
    {
      "name": "fields-all-body",
      "what": "Says of every field at fault that the body is.",
      "breaks": "AMC-S-024",
      "alsoFails": []
    },
    {
      "name": "fields-in-camel-case",
      "what": "Names fields as its own code does, in camel case.",
      "breaks": "AMC-S-024",
      "alsoFails": []
    },
    {
      "name": "broken-json-crash",
      "what": "Crashes over bodies that are not JSON.",
      "breaks": "AMC-S-026",
      "alsoFails": []
    },
    {
      "name": "broken-json-page",
      "what": "Leaves bodies that are not JSON to its framework's error page.",
      "breaks": "AMC-S-026",
      "alsoFails": []
    },
    {
      "name": "broken-json-without-envelope",
      "what": "Answers with the bare message of its parser where the body is not JSON.",
      "breaks": "AMC-S-026",
      "alsoFails": []
    },
    {
      "name": "broken-json-accepted",
      "what": "Accepts whatever it cannot read, and processes it later.",
      "breaks": "AMC-S-026",
      "alsoFails": []
    },
    {
      "name": "redirect-to-https",
      "what": "Redirects every request to HTTPS.",
      "breaks": "AMC-S-026",
      "alsoFails": [
        "AMC-S-001",
        "AMC-S-019"
      ]
    },
    {
      "name": "all-refusals-bad-request",
      "what": "Answers 400 to whatever it refuses.",
      "breaks": "AMC-S-002",
      "alsoFails": [
        "AMC-S-003",
        "AMC-S-004",
        "AMC-S-005",
        "AMC-S-006",
        "AMC-S-006.fields",
        "AMC-S-007",
        "AMC-S-007.runtime",
        "AMC-S-011",
        "AMC-S-012",
        "AMC-S-020",
        "AMC-S-022"
      ]
    },
    {
      "name": "limit-without-retry-after",
      "what": "Does not say how long to wait when it limits the rate.",
      "breaks": "AMC-S-030",
      "alsoFails": []
    },
    {
      "name": "limit-retry-after-zero",
      "what": "Rounds `Retry-After` down to 0.",
      "breaks": "AMC-S-030",
      "alsoFails": []
    },
    {
      "name": "limit-retry-after-words",
      "what": "Gives `Retry-After` with a unit.",
      "breaks": "AMC-S-030",
      "alsoFails": []
    },
    {
      "name": "limit-retry-after-past",
      "what": "Gives the start of the window as the date to wait for.",
      "breaks": "AMC-S-030",
      "alsoFails": []
    },
    {
      "name": "limit-of-the-proxy",
      "what": "Lets a proxy limit the rate, with a page of its own and no `Retry-After`.",
      "breaks": "AMC-S-030",
      "alsoFails": []
    },
    {
      "name": "limit-low-without-retry-after",
      "what": "Allows fewer heartbeats than a run sends, and does not say how long to wait.",
      "breaks": "AMC-S-030",
      "alsoFails": []
    },
    {
      "name": "zero-as-missing",
      "what": "Takes an uptime of 0 seconds, right after a start, for a field that is missing.",
      "breaks": "AMC-S-031",
      "alsoFails": []
    },
    {
      "name": "percent-in-whole-numbers",
      "what": "Refuses fractions of a percent.",
      "breaks": "AMC-S-031",
      "alsoFails": []
    },
    {
      "name": "names-one-too-short",
      "what": "Has room for one character less than the schema says in names of agents.",
      "breaks": "AMC-S-031",
      "alsoFails": []
    },
    {
      "name": "build-null-crash",
      "what": "Crashes over a build that is null.",
      "breaks": "AMC-S-031",
      "alsoFails": []
    },
    {
      "name": "counters-of-31-bits",
      "what": "Crashes over counters for which its database has no room.",
      "breaks": "AMC-S-031.silence",
      "alsoFails": []
    },
    {
      "name": "agent-strict",
      "what": "Refuses fields of the agent that it does not know.",
      "breaks": "AMC-S-031.silence",
      "alsoFails": []
    },
    {
      "name": "auth-empty-refused",
      "what": "Refuses an empty text in a field that need not be there.",
      "breaks": "AMC-S-031.silence",
      "alsoFails": []
    },
    {
      "name": "host-optional-generated",
      "what": "Does without the host, which generated payloads show as well.",
      "breaks": "AMC-S-032",
      "alsoFails": [
        "AMC-S-006"
      ]
    },
    {
      "name": "auth-of-any-type",
      "what": "Does not look at the type of a field that need not be there.",
      "breaks": "AMC-S-032.schema",
      "alsoFails": [
        "AMC-S-032.lenient"
      ]
    },
    {
      "name": "version-cut",
      "what": "Cuts versions that are too long.",
      "breaks": "AMC-S-032.schema",
      "alsoFails": []
    },
    {
      "name": "availability-crash",
      "what": "Crashes over tools of which something else than yes or no is said.",
      "breaks": "AMC-S-032.schema",
      "alsoFails": [
        "AMC-S-032.lenient"
      ]
    },
    {
      "name": "nulls-as-left-out",
      "what": "Takes null for a field that is left out.",
      "breaks": "AMC-S-032.lenient",
      "alsoFails": []
    },
    {
      "name": "numbers-as-text",
      "what": "Takes a number for text where it needs text.",
      "breaks": "AMC-S-032.lenient",
      "alsoFails": []
    },
    {
      "name": "no-host-name",
      "what": "does not name its host.",
      "breaks": "AMC-C-001",
      "alsoFails": []
    },
    {
      "name": "text-for-numbers",
      "what": "reports numbers as text.",
      "breaks": "AMC-C-001",
      "alsoFails": []
    },
    {
      "name": "plain-text",
      "what": "says that its body is text.",
      "breaks": "AMC-C-002",
      "alsoFails": []
    },
    {
      "name": "key-as-bearer",
      "what": "sends its key as Bearer alone.",
      "breaks": "AMC-C-002",
      "alsoFails": []
    },
    {
      "name": "no-models",
      "what": "reports an empty list of models.",
      "breaks": "AMC-C-003",
      "alsoFails": []
    },
    {
      "name": "no-fingerprint",
      "what": "gives no fingerprint at all.",
      "breaks": "AMC-C-004",
      "alsoFails": []
    },
    {
      "name": "new-fingerprint",
      "what": "makes up a fingerprint for each heartbeat.",
      "breaks": "AMC-C-005",
      "alsoFails": []
    },
    {
      "name": "two-fingerprints",
      "what": "gives one fingerprint in the header and another in the body.",
      "breaks": "AMC-C-006",
      "alsoFails": []
    },
    {
      "name": "key-in-telemetry",
      "what": "reports its key as part of its telemetry.",
      "breaks": "AMC-C-007",
      "alsoFails": []
    },
    {
      "name": "ignores-retry-after",
      "what": "goes on at its usual pace after a 429.",
      "breaks": "AMC-C-008",
      "alsoFails": []
    },
    {
      "name": "hammers",
      "what": "tries again every two seconds while the server fails.",
      "breaks": "AMC-C-009",
      "alsoFails": []
    },
    {
      "name": "hammers-when-refused",
      "what": "tries again every two seconds when its key is refused.",
      "breaks": "AMC-C-010",
      "alsoFails": []
    },
    {
      "name": "unmoved",
      "what": "goes on at its usual pace when its key is refused.",
      "breaks": "AMC-C-010",
      "alsoFails": []
    },
    {
      "name": "insists",
      "what": "sends an invalid body again after a second.",
      "breaks": "AMC-C-011",
      "alsoFails": []
    },
    {
      "name": "waits-for-ever",
      "what": "waits for an answer that never comes.",
      "breaks": "AMC-C-012",
      "alsoFails": []
    },
    {
      "name": "gives-up",
      "what": "ends after two failures in a row.",
      "breaks": "AMC-C-013",
      "alsoFails": [
        "AMC-C-012"
      ]
    },
    {
      "name": "follows-redirects",
      "what": "follows a redirect with all its headers.",
      "breaks": "AMC-C-014",
      "alsoFails": []
    }
  ],
  "agentradio": [
    {
      "name": "heartbeat-route-missing",
      "what": "Has no route for heartbeats but the versioned alias.",
      "breaks": "AR-S-001",
      "alsoFails": []
    },
    {
      "name": "agent-null-when-busy",
      "what": "Names no agent in answers to heartbeats of one that is busy.",
      "breaks": "AR-S-001",
      "alsoFails": []
    },
    {
      "name": "idle-not-ok",
      "what": "Answers `ok: false` to an agent that is idle.",
      "breaks": "AR-S-008",
      "alsoFails": []
    },
    {
      "name": "heartbeat-not-ok",
      "what": "Answers `ok: false` to heartbeats that it takes.",
      "breaks": "AR-S-001",
      "alsoFails": [
        "AR-S-002",
        "AR-S-003",
        "AR-S-008",
        "AR-S-009",
        "AR-S-010"
      ]
    },
    {
      "name": "agent-id-a-number",
      "what": "Gives the agent its row number as id.",
      "breaks": "AR-S-001",
      "alsoFails": [
        "AR-S-011",
        "AR-S-011.other-key"
      ]
    },
    {
      "name": "agent-without-handle",
      "what": "Leaves out the handle of the agent.",
      "breaks": "AR-S-001",
      "alsoFails": [
        "AR-S-011",
        "AR-S-011.other-key"
      ]
    },
    {
      "name": "heartbeat-time-a-number",
      "what": "Gives `heartbeatAt` in milliseconds since the epoch.",
      "breaks": "AR-S-001",
      "alsoFails": [
        "AR-S-012"
      ]
    },
    {
      "name": "awareness-missing",
      "what": "Leaves out `queueAwareness`.",
      "breaks": "AR-S-001",
      "alsoFails": [
        "AR-S-010"
      ]
    },
    {
      "name": "heartbeat-as-text",
      "what": "Declares the JSON of a heartbeat as `text/plain`.",
      "breaks": "AR-S-001",
      "alsoFails": []
    },
    {
      "name": "alias-missing",
      "what": "Has no versioned alias.",
      "breaks": "AR-S-002",
      "alsoFails": []
    },
    {
      "name": "alias-redirects",
      "what": "Redirects from the versioned alias to the other path.",
      "breaks": "AR-S-002",
      "alsoFails": []
    },
    {
      "name": "alias-another-agent",
      "what": "Keeps agents of its own for the versioned alias.",
      "breaks": "AR-S-002",
      "alsoFails": []
    },
    {
      "name": "alias-without-key",
      "what": "Takes heartbeats without a key by the versioned alias.",
      "breaks": "AR-S-002",
      "alsoFails": []
    },
    {
      "name": "alias-without-validation",
      "what": "Takes any status by the versioned alias.",
      "breaks": "AR-S-002",
      "alsoFails": []
    },
    {
      "name": "alias-without-status",
      "what": "Does not say the status in answers by the versioned alias.",
      "breaks": "AR-S-002",
      "alsoFails": []
    },
    {
      "name": "key-in-body-ignored",
      "what": "Looks for the key in the Authorization header alone.",
      "breaks": "AR-S-003",
      "alsoFails": []
    },
    {
      "name": "key-in-body-another-agent",
      "what": "Takes the key in the body for one of another agent.",
      "breaks": "AR-S-003",
      "alsoFails": []
    },
    {
      "name": "no-key-needed",
      "what": "Has left the unversioned path out of the check for a key.",
      "breaks": "AR-S-004",
      "alsoFails": [
        "AR-S-002"
      ]
    },
    {
      "name": "no-key-another-code",
      "what": "Has a code of its own for heartbeats without a key.",
      "breaks": "AR-S-004",
      "alsoFails": []
    },
    {
      "name": "no-key-a-crash",
      "what": "Crashes where there is no key.",
      "breaks": "AR-S-004",
      "alsoFails": []
    },
    {
      "name": "refusals-with-200",
      "what": "Refuses heartbeats with status 200 and `ok: false`.",
      "breaks": "AR-S-004",
      "alsoFails": [
        "AR-S-005",
        "AR-S-005.inactive",
        "AR-S-006",
        "AR-S-007",
        "AR-S-007.case-or-type",
        "AR-S-013",
        "AR-S-026"
      ]
    },
    {
      "name": "any-key-accepted",
      "what": "Looks only at how a key begins.",
      "breaks": "AR-S-005",
      "alsoFails": []
    },
    {
      "name": "any-key-in-body-accepted",
      "what": "Trusts any key that stands in the body.",
      "breaks": "AR-S-005",
      "alsoFails": []
    },
    {
      "name": "unknown-key-not-found",
      "what": "Answers 404 and `AGENT_NOT_FOUND` to a key that no agent has.",
      "breaks": "AR-S-005",
      "alsoFails": [
        "AR-S-024"
      ]
    },
    {
      "name": "inactive-key-accepted",
      "what": "Takes keys that were switched off.",
      "breaks": "AR-S-005.inactive",
      "alsoFails": []
    },
    {
      "name": "inactive-key-another-code",
      "what": "Has a code of its own for keys that were switched off.",
      "breaks": "AR-S-005.inactive",
      "alsoFails": []
    },
    {
      "name": "broken-json-a-page",
      "what": "Leaves bodies that are not JSON to its framework's error page.",
      "breaks": "AR-S-006",
      "alsoFails": [
        "AR-S-025"
      ]
    },
    {
      "name": "broken-json-a-crash",
      "what": "Crashes over bodies that are not JSON.",
      "breaks": "AR-S-006",
      "alsoFails": []
    },
    {
      "name": "broken-json-as-empty",
      "what": "Takes a body that is not JSON for an empty object, and misses the status.",
      "breaks": "AR-S-006",
      "alsoFails": []
    },
    {
      "name": "forms-accepted",
      "what": "Reads forms as well, whatever the request says its body is.",
      "breaks": "AR-S-006",
      "alsoFails": []
    },
    {
      "name": "unknown-status-as-online",
      "what": "Takes a status that it does not know for `online`.",
      "breaks": "AR-S-007",
      "alsoFails": [
        "AR-S-007.case-or-type"
      ]
    },
    {
      "name": "status-validation-failed",
      "what": "Refuses a wrong status with its framework's 422 and code.",
      "breaks": "AR-S-007",
      "alsoFails": [
        "AR-S-007.case-or-type",
        "AR-S-024",
        "AR-S-026"
      ]
    },
    {
      "name": "status-in-any-case",
      "what": "Does not mind upper and lower case in the status.",
      "breaks": "AR-S-007.case-or-type",
      "alsoFails": []
    },
    {
      "name": "status-of-another-type-as-json",
      "what": "Refuses a status that is not text with `INVALID_JSON`.",
      "breaks": "AR-S-007.case-or-type",
      "alsoFails": []
    },
    {
      "name": "status-optional",
      "what": "Takes a heartbeat without a status for `online`.",
      "breaks": "AR-S-026",
      "alsoFails": []
    },
    {
      "name": "status-missing-another-code",
      "what": "Has a code of its own for a heartbeat without a status.",
      "breaks": "AR-S-026",
      "alsoFails": []
    },
    {
      "name": "busy-unknown",
      "what": "Does not know the status `busy`.",
      "breaks": "AR-S-008",
      "alsoFails": []
    },
    {
      "name": "always-online",
      "what": "Answers that the agent is online, whatever it said.",
      "breaks": "AR-S-008",
      "alsoFails": []
    },
    {
      "name": "status-before",
      "what": "Answers with the status of the heartbeat before.",
      "breaks": "AR-S-008",
      "alsoFails": []
    },
    {
      "name": "offline-without-body",
      "what": "Answers 204 to the status `offline`.",
      "breaks": "AR-S-008",
      "alsoFails": [
        "AR-S-013"
      ]
    },
    {
      "name": "task-cut",
      "what": "Keeps the first 20 characters of a task.",
      "breaks": "AR-S-009",
      "alsoFails": []
    },
    {
      "name": "task-not-utf-8",
      "what": "Reads the UTF-8 of a task as Latin-1.",
      "breaks": "AR-S-009",
      "alsoFails": []
    },
    {
      "name": "task-without-emoji",
      "what": "Has a question mark for each character beyond the Basic Multilingual Plane.",
      "breaks": "AR-S-009",
      "alsoFails": []
    },
    {
      "name": "task-required",
      "what": "Refuses a heartbeat without a task.",
      "breaks": "AR-S-009",
      "alsoFails": []
    },
    {
      "name": "task-not-echoed",
      "what": "Answers with null for the task.",
      "breaks": "AR-S-009",
      "alsoFails": [
        "AR-S-001"
      ]
    },
    {
      "name": "awareness-as-text",
      "what": "Echoes `queueAwareness` as text.",
      "breaks": "AR-S-010",
      "alsoFails": [
        "AR-S-001"
      ]
    },
    {
      "name": "awareness-always-true",
      "what": "Says `queueAwareness: true` to everyone.",
      "breaks": "AR-S-010",
      "alsoFails": []
    },
    {
      "name": "awareness-never-true",
      "what": "Reads the flag by another name, and finds it false.",
      "breaks": "AR-S-010",
      "alsoFails": []
    },
    {
      "name": "agent-id-anew",
      "what": "Gives the agent a new id at every heartbeat.",
      "breaks": "AR-S-011",
      "alsoFails": [
        "AR-S-002",
        "AR-S-003"
      ]
    },
    {
      "name": "handle-changes",
      "what": "Puts the second into the handle.",
      "breaks": "AR-S-011",
      "alsoFails": []
    },
    {
      "name": "one-agent-for-all",
      "what": "Takes all keys of an owner for the same agent.",
      "breaks": "AR-S-011.other-key",
      "alsoFails": []
    },
    {
      "name": "one-handle-for-all",
      "what": "Gives all agents of an owner the same handle.",
      "breaks": "AR-S-011.other-key",
      "alsoFails": []
    },
    {
      "name": "heartbeat-time-of-http",
      "what": "Gives `heartbeatAt` in the form that HTTP headers have.",
      "breaks": "AR-S-012",
      "alsoFails": []
    },
    {
      "name": "heartbeat-time-stands-still",
      "what": "Answers with the time of its first heartbeat for ever.",
      "breaks": "AR-S-012",
      "alsoFails": []
    },
    {
      "name": "heartbeat-time-in-minutes",
      "what": "Cuts the seconds off `heartbeatAt`.",
      "breaks": "AR-S-012",
      "alsoFails": []
    },
    {
      "name": "heartbeat-time-a-day",
      "what": "Gives the day alone in `heartbeatAt`.",
      "breaks": "AR-S-012",
      "alsoFails": []
    },
    {
      "name": "station-missing",
      "what": "Leaves the station out.",
      "breaks": "AR-S-013",
      "alsoFails": [
        "AR-S-002"
      ]
    },
    {
      "name": "station-null",
      "what": "Answers with null for the station.",
      "breaks": "AR-S-013",
      "alsoFails": [
        "AR-S-002"
      ]
    },
    {
      "name": "station-a-list",
      "what": "Answers with a list of stations.",
      "breaks": "AR-S-013",
      "alsoFails": [
        "AR-S-002"
      ]
    },
    {
      "name": "queue-minutes-as-text",
      "what": "Gives the minutes of the queue as text, as its database does.",
      "breaks": "AR-S-013",
      "alsoFails": []
    },
    {
      "name": "needs-content-a-number",
      "what": "Gives `needsContent` as 0 or 1.",
      "breaks": "AR-S-013",
      "alsoFails": [
        "AR-S-014"
      ]
    },
    {
      "name": "topics-by-number",
      "what": "Gives the open topics as an object with numbers for names.",
      "breaks": "AR-S-013",
      "alsoFails": []
    },
    {
      "name": "opportunities-a-number",
      "what": "Gives the number of opportunities in place of an object.",
      "breaks": "AR-S-013",
      "alsoFails": []
    },
    {
      "name": "collaborations-not-counted",
      "what": "Lists pending collaborations in place of their number.",
      "breaks": "AR-S-013",
      "alsoFails": []
    },
    {
      "name": "segments-by-id",
      "what": "Gives recurring segments as an object, by id.",
      "breaks": "AR-S-013",
      "alsoFails": []
    },
    {
      "name": "now-playing-a-title",
      "what": "Gives the title alone of what is on air.",
      "breaks": "AR-S-013",
      "alsoFails": []
    },
    {
      "name": "aired-at-a-number",
      "what": "Gives `airedAt` in milliseconds since the epoch.",
      "breaks": "AR-S-013",
      "alsoFails": []
    },
    {
      "name": "moods-in-one-text",
      "what": "Joins the emotional range of the persona with commas.",
      "breaks": "AR-S-013",
      "alsoFails": []
    },
    {
      "name": "minutes-below-zero",
      "what": "Lets the buffer go below zero when the station is silent.",
      "breaks": "AR-S-013.ranges",
      "alsoFails": []
    },
    {
      "name": "days-from-one",
      "what": "Counts the days of the week from 1 to 7.",
      "breaks": "AR-S-013.ranges",
      "alsoFails": []
    },
    {
      "name": "start-hour-in-minutes",
      "what": "Gives the start of the next block in minutes of the day.",
      "breaks": "AR-S-013.ranges",
      "alsoFails": []
    },
    {
      "name": "minutes-below-zero-on-home",
      "what": "Lets the buffer go below zero on the dashboard.",
      "breaks": "AR-S-013.ranges",
      "alsoFails": []
    },
    {
      "name": "content-never-needed",
      "what": "Does not need content while the buffer is below its target.",
      "breaks": "AR-S-014",
      "alsoFails": []
    },
    {
      "name": "content-always-needed",
      "what": "Needs content until the buffer is full, beyond its target.",
      "breaks": "AR-S-014.above",
      "alsoFails": []
    },
    {
      "name": "content-needed-at-the-target",
      "what": "Needs content when the buffer is just at its target.",
      "breaks": "AR-S-014.equal",
      "alsoFails": []
    },
    {
      "name": "all-slots-in-one",
      "what": "Gives all blocks to come as `nextSlot`.",
      "breaks": "AR-S-015",
      "alsoFails": []
    },
    {
      "name": "slot-minutes-as-text",
      "what": "Gives the minutes until the next block as text.",
      "breaks": "AR-S-015",
      "alsoFails": []
    },
    {
      "name": "slot-day-a-word",
      "what": "Gives the day of the next block as a word.",
      "breaks": "AR-S-015",
      "alsoFails": []
    },
    {
      "name": "slot-without-category",
      "what": "Leaves out the category of the next block.",
      "breaks": "AR-S-015",
      "alsoFails": []
    },
    {
      "name": "no-slot-null",
      "what": "Answers with null where the agent has no block to come.",
      "breaks": "AR-S-015.null",
      "alsoFails": []
    },
    {
      "name": "minutes-count-up",
      "what": "Gives the minutes since an agent came in place of those until its block.",
      "breaks": "AR-S-016",
      "alsoFails": [
        "AR-S-016.countdown"
      ]
    },
    {
      "name": "minutes-jump",
      "what": "Runs on two machines that disagree by a minute, and take turns every two seconds.",
      "breaks": "AR-S-016",
      "alsoFails": []
    },
    {
      "name": "minutes-stand-still",
      "what": "Counts the minutes to the next block once, and keeps the number.",
      "breaks": "AR-S-016.countdown",
      "alsoFails": []
    },
    {
      "name": "minutes-in-quarters",
      "what": "Rounds the minutes to the next block up to quarters of an hour.",
      "breaks": "AR-S-016.countdown",
      "alsoFails": []
    },
    {
      "name": "limit-without-retry-after",
      "what": "Does not say how long to wait when it limits the rate.",
      "breaks": "AR-S-017",
      "alsoFails": []
    },
    {
      "name": "limit-retry-after-zero",
      "what": "Rounds `Retry-After` down to 0.",
      "breaks": "AR-S-017",
      "alsoFails": []
    },
    {
      "name": "limit-retry-after-words",
      "what": "Gives `Retry-After` with a unit.",
      "breaks": "AR-S-017",
      "alsoFails": []
    },
    {
      "name": "limit-retry-after-past",
      "what": "Gives the start of the window as the date to wait for.",
      "breaks": "AR-S-017",
      "alsoFails": []
    },
    {
      "name": "limit-another-code",
      "what": "Limits the rate with a code of its own.",
      "breaks": "AR-S-017",
      "alsoFails": []
    },
    {
      "name": "limit-a-page",
      "what": "Lets a proxy limit the rate, with a page of its own.",
      "breaks": "AR-S-017",
      "alsoFails": []
    },
    {
      "name": "limit-outlasts-retry-after",
      "what": "Asks to wait for a second, and goes on refusing after it.",
      "breaks": "AR-S-018",
      "alsoFails": []
    },
    {
      "name": "limit-blocks-the-key",
      "what": "Switches a key off that ran into the limit.",
      "breaks": "AR-S-018",
      "alsoFails": []
    },
    {
      "name": "home-missing",
      "what": "Has no dashboard.",
      "breaks": "AR-S-019",
      "alsoFails": []
    },
    {
      "name": "home-a-page",
      "what": "Answers with the dashboard that people see.",
      "breaks": "AR-S-019",
      "alsoFails": [
        "AR-S-020"
      ]
    },
    {
      "name": "home-needs-a-session",
      "what": "Accepts the cookie of a session alone for the dashboard.",
      "breaks": "AR-S-019",
      "alsoFails": []
    },
    {
      "name": "home-actions-by-number",
      "what": "Gives the actions as an object with numbers for names.",
      "breaks": "AR-S-019",
      "alsoFails": [
        "AR-S-020"
      ]
    },
    {
      "name": "home-without-links",
      "what": "Leaves `quick_links` out.",
      "breaks": "AR-S-019",
      "alsoFails": []
    },
    {
      "name": "home-without-hints",
      "what": "Has dropped `what_to_do_next`.",
      "breaks": "AR-S-020",
      "alsoFails": []
    },
    {
      "name": "home-first-hint-only",
      "what": "Gives the hint of the first action alone.",
      "breaks": "AR-S-020",
      "alsoFails": []
    },
    {
      "name": "home-public",
      "what": "Shows a dashboard to whoever asks, without a key.",
      "breaks": "AR-S-024",
      "alsoFails": []
    },
    {
      "name": "inbox-public",
      "what": "Shows an inbox to whoever asks, without a key.",
      "breaks": "AR-S-021",
      "alsoFails": []
    },
    {
      "name": "inbox-forbidden",
      "what": "Does not let agents read their inbox.",
      "breaks": "AR-S-021",
      "alsoFails": []
    },
    {
      "name": "inbox-empty-204",
      "what": "Answers 204 where there is nothing new in the inbox.",
      "breaks": "AR-S-021",
      "alsoFails": []
    },
    {
      "name": "inbox-a-crash",
      "what": "Crashes over the inbox.",
      "breaks": "AR-S-021",
      "alsoFails": []
    },
    {
      "name": "inbox-missing",
      "what": "Has no inbox.",
      "breaks": "AR-S-021.exists",
      "alsoFails": []
    },
    {
      "name": "catalog-behind-a-key",
      "what": "Shows the catalog to agents alone.",
      "breaks": "AR-S-022",
      "alsoFails": []
    },
    {
      "name": "catalog-slots-a-crash",
      "what": "Crashes over the list of slots.",
      "breaks": "AR-S-022",
      "alsoFails": []
    },
    {
      "name": "catalog-moved",
      "what": "Redirects from the catalog to another host.",
      "breaks": "AR-S-022",
      "alsoFails": []
    },
    {
      "name": "catalog-without-genres",
      "what": "Has no list of genres.",
      "breaks": "AR-S-022.exists",
      "alsoFails": []
    },
    {
      "name": "shows-behind-a-key",
      "what": "Lists shows for agents alone.",
      "breaks": "AR-S-022.shows",
      "alsoFails": []
    },
    {
      "name": "shows-missing",
      "what": "Has no list of shows.",
      "breaks": "AR-S-022.shows",
      "alsoFails": []
    },
    {
      "name": "key-in-the-agent",
      "what": "Answers with all columns of the agent, its key among them.",
      "breaks": "AR-S-023",
      "alsoFails": []
    },
    {
      "name": "key-of-the-body-echoed",
      "what": "Echoes each field of the body, a key in it included.",
      "breaks": "AR-S-023",
      "alsoFails": []
    },
    {
      "name": "key-in-links",
      "what": "Adds the key to the links on the dashboard, percent-encoded.",
      "breaks": "AR-S-023",
      "alsoFails": []
    },
    {
      "name": "key-in-base64",
      "what": "Hands out a token with the key in it, in base64.",
      "breaks": "AR-S-023",
      "alsoFails": []
    },
    {
      "name": "key-in-the-message",
      "what": "Says in the refusal which key it does not know.",
      "breaks": "AR-S-023",
      "alsoFails": []
    },
    {
      "name": "key-in-a-cookie",
      "what": "Sets a cookie that holds the key.",
      "breaks": "AR-S-023",
      "alsoFails": []
    },
    {
      "name": "task-never-missing",
      "what": "Asks for a task.",
      "breaks": "AR-S-027",
      "alsoFails": [
        "AR-S-009"
      ]
    },
    {
      "name": "bodies-strict",
      "what": "Refuses fields that it does not know.",
      "breaks": "AR-S-027.silence",
      "alsoFails": []
    },
    {
      "name": "task-of-500-characters",
      "what": "Refuses tasks that are longer than a limit which nobody published.",
      "breaks": "AR-S-027.silence",
      "alsoFails": []
    },
    {
      "name": "status-by-its-beginning",
      "what": "Takes the beginning of a status for all of it.",
      "breaks": "AR-S-028",
      "alsoFails": []
    },
    {
      "name": "awareness-of-any-type",
      "what": "Takes any value that is there for true.",
      "breaks": "AR-S-028.types",
      "alsoFails": []
    },
    {
      "name": "keys-refused-with-403",
      "what": "Refuses keys with 403.",
      "breaks": "AR-S-024",
      "alsoFails": []
    },
    {
      "name": "status-refused-with-422",
      "what": "Refuses a wrong status with 422.",
      "breaks": "AR-S-024",
      "alsoFails": []
    },
    {
      "name": "json-refused-with-415",
      "what": "Refuses bodies that are not JSON with 415.",
      "breaks": "AR-S-024",
      "alsoFails": []
    },
    {
      "name": "refusals-without-message",
      "what": "Gives the code of a refusal without a message.",
      "breaks": "AR-S-025",
      "alsoFails": []
    },
    {
      "name": "refusals-without-ok",
      "what": "Leaves `ok` out of refusals.",
      "breaks": "AR-S-025",
      "alsoFails": []
    },
    {
      "name": "no-home",
      "what": "sends its heartbeat without asking for the dashboard.",
      "breaks": "AR-C-001",
      "alsoFails": [
        "AR-C-020"
      ]
    },
    {
      "name": "home-every-third-time",
      "what": "asks for the dashboard at every third check-in only.",
      "breaks": "AR-C-001",
      "alsoFails": []
    },
    {
      "name": "unknown-status",
      "what": "reports a status that there is not.",
      "breaks": "AR-C-002",
      "alsoFails": []
    },
    {
      "name": "form-body",
      "what": "reports with a form in place of JSON.",
      "breaks": "AR-C-002",
      "alsoFails": []
    },
    {
      "name": "no-key",
      "what": "sends its heartbeat without a key.",
      "breaks": "AR-C-003",
      "alsoFails": [
        "AR-C-004"
      ]
    },
    {
      "name": "key-in-query",
      "what": "sends its key in the query string too.",
      "breaks": "AR-C-003",
      "alsoFails": []
    },
    {
      "name": "key-in-task",
      "what": "tells its key in the text about its task.",
      "breaks": "AR-C-003",
      "alsoFails": []
    },
    {
      "name": "key-in-body",
      "what": "sends its key in the body, though it could be Bearer.",
      "breaks": "AR-C-004",
      "alsoFails": []
    },
    {
      "name": "too-often",
      "what": "reports every 20 seconds.",
      "breaks": "AR-C-005",
      "alsoFails": [
        "AR-C-011",
        "AR-C-020"
      ]
    },
    {
      "name": "in-bursts",
      "what": "reports twice within 10 seconds each time.",
      "breaks": "AR-C-005",
      "alsoFails": [
        "AR-C-011",
        "AR-C-020"
      ]
    },
    {
      "name": "too-rarely",
      "what": "reports every two minutes.",
      "breaks": "AR-C-006",
      "alsoFails": [
        "AR-C-011"
      ]
    },
    {
      "name": "ignores-retry-after",
      "what": "goes on at its usual pace after a 429.",
      "breaks": "AR-C-007",
      "alsoFails": []
    },
    {
      "name": "ignores-dates",
      "what": "understands a Retry-After in seconds, but not one that is a date.",
      "breaks": "AR-C-007",
      "alsoFails": []
    },
    {
      "name": "takes-the-other-route",
      "what": "goes to the versioned alias while the heartbeat is limited.",
      "breaks": "AR-C-007",
      "alsoFails": []
    },
    {
      "name": "no-quick-retry",
      "what": "waits for its next turn after a first failure.",
      "breaks": "AR-C-008",
      "alsoFails": []
    },
    {
      "name": "steady-retries",
      "what": "tries again at its usual pace, however often that fails.",
      "breaks": "AR-C-009",
      "alsoFails": []
    },
    {
      "name": "hammers",
      "what": "tries again every five seconds, however often that fails.",
      "breaks": "AR-C-009",
      "alsoFails": [
        "AR-C-008",
        "AR-C-018"
      ]
    },
    {
      "name": "no-cap",
      "what": "doubles its waits for ever.",
      "breaks": "AR-C-010",
      "alsoFails": []
    },
    {
      "name": "stays-slow",
      "what": "keeps its longer waits once the server is well again.",
      "breaks": "AR-C-011",
      "alsoFails": []
    },
    {
      "name": "reads-documentation",
      "what": "reads the documentation at every check-in.",
      "breaks": "AR-C-012",
      "alsoFails": []
    },
    {
      "name": "follows-inbox",
      "what": "fetches every address that stands in its inbox.",
      "breaks": "AR-C-013",
      "alsoFails": [
        "AR-C-019"
      ]
    },
    {
      "name": "follows-what-to-do-next",
      "what": "fetches the addresses in the hints for older clients.",
      "breaks": "AR-C-013",
      "alsoFails": [
        "AR-C-014"
      ]
    },
    {
      "name": "parses-hints",
      "what": "takes the addresses of actions from their hints.",
      "breaks": "AR-C-014",
      "alsoFails": [
        "AR-C-013"
      ]
    },
    {
      "name": "backwards",
      "what": "works through the actions from the last to the first.",
      "breaks": "AR-C-015",
      "alsoFails": []
    },
    {
      "name": "obeys-the-station",
      "what": "does what the texts of the station ask for.",
      "breaks": "AR-C-016",
      "alsoFails": [
        "AR-C-013"
      ]
    },
    {
      "name": "gives-its-key-away",
      "what": "sends its key to whatever address a text names.",
      "breaks": "AR-C-016",
      "alsoFails": [
        "AR-C-003",
        "AR-C-013"
      ]
    },
    {
      "name": "inbox-without-bearer",
      "what": "reads its inbox without a key.",
      "breaks": "AR-C-017",
      "alsoFails": []
    },
    {
      "name": "hammers-when-refused",
      "what": "tries again every two seconds when its key is refused.",
      "breaks": "AR-C-018",
      "alsoFails": []
    },
    {
      "name": "waits-for-ever",
      "what": "waits for an answer that never comes.",
      "breaks": "AR-C-019",
      "alsoFails": []
    },
    {
      "name": "gives-up",
      "what": "ends after five failures in a row.",
      "breaks": "AR-C-019",
      "alsoFails": []
    },
    {
      "name": "breaks-on-bad-json",
      "what": "ends when an answer cannot be read.",
      "breaks": "AR-C-019",
      "alsoFails": []
    },
    {
      "name": "reads-on",
      "what": "reads its inbox at every check-in, however often that fails.",
      "breaks": "AR-C-019",
      "alsoFails": []
    },
    {
      "name": "forgets",
      "what": "checks in at once when it is started again.",
      "breaks": "AR-C-020",
      "alsoFails": []
    }
  ]
};
