// Generated from contracts/agentmc by `npm run generate`. Do not edit.
/**
 * Stable identifier of a host: 64 to 128 letters, digits, dots, underscores and hyphens, typically a SHA-256 in hexadecimal. Sent as `host.fingerprint` or, when that is left out, in the `X-Host-Fingerprint` header.
 */
export type AgentmcFingerprint = string;
/**
 * An IPv4 or IPv6 address without port, prefix length, brackets or zone. Validators must assert formats for this to have any effect.
 */
export type AgentmcIpAddress = string;

/** Every shape of the contract by its name. */
export interface AgentmcShapes {
  'agent-profile': AgentmcAgentProfile;
  error: AgentmcError;
  fingerprint: AgentmcFingerprint;
  'heartbeat.request': AgentmcHeartbeatRequest;
  'heartbeat.response': AgentmcHeartbeatResponse;
  'host-meta': AgentmcHostMeta;
  'host-report': AgentmcHostReport;
  host: AgentmcHost;
  'ip-address': AgentmcIpAddress;
  'runtime-meta': AgentmcRuntimeMeta;
}
/**
 * The agent that the runtime runs.
 */
export interface AgentmcAgentProfile {
  /**
   * Number of the agent; it has to be the agent that the API key belongs to.
   */
  id: number;
  /**
   * Name under which the agent is shown.
   */
  name: string;
  /**
   * Kind of agent. An older field: `meta.type` is the preferred place.
   */
  type?: string;
  /**
   * Who the agent is: a text, or an object with keys of the sender's choice. No length limit is published for the text.
   */
  identity:
    | string
    | {
        [k: string]: unknown;
      };
  [k: string]: unknown;
}
/**
 * Body of every answer that is not a success. `validation.failed` is the only code that is published.
 */
export interface AgentmcError {
  /**
   * What went wrong.
   */
  error: {
    /**
     * Short name of the error for programs.
     */
    code: string;
    /**
     * The error in words for people.
     */
    message: string;
    /**
     * More about the error; may be null or left out.
     */
    details?: {
      /**
       * For each offending field its messages.
       */
      fields?: {
        [k: string]: string[];
      };
      [k: string]: unknown;
    } | null;
    [k: string]: unknown;
  };
  [k: string]: unknown;
}
/**
 * Body of one heartbeat: what the runtime is and does (`meta`), the machine it runs on (`host`) and the agent it runs (`agent`). Fields not listed here are allowed, at every level.
 */
export interface AgentmcHeartbeatRequest {
  meta: AgentmcRuntimeMeta;
  host: AgentmcHostReport;
  agent: AgentmcAgentProfile;
  [k: string]: unknown;
}
/**
 * Telemetry of the runtime: its identity, its models, and optional usage figures. Nothing secret belongs in here. None of the fields may be null except the build and mode of `runtime`.
 */
export interface AgentmcRuntimeMeta {
  /**
   * What kind of runtime sends the heartbeat.
   */
  type?: string;
  /**
   * The software that drives the agent.
   */
  runtime: {
    /**
     * Name of the runtime software.
     */
    name: string;
    /**
     * Release of the runtime software.
     */
    version: string;
    /**
     * Build or commit of that release; null when unknown.
     */
    build?: string | null;
    /**
     * Mode of operation; null when there are no modes.
     */
    mode?: string | null;
    [k: string]: unknown;
  };
  /**
   * OpenClaw release in use.
   */
  openclaw_version?: string;
  /**
   * OpenClaw build in use.
   */
  openclaw_build?: string;
  /**
   * Models the runtime can use at this moment, each a label or a structured record. No lower limit on the number is published, so an empty list is valid. A label that went through a wrong character set on its way is text like any other; receivers must take both spellings in the examples.
   *
   * Items: One model: a plain label, or an object with keys of the sender's choice.
   */
  models: (
    | string
    | {
        [k: string]: unknown;
      }
  )[];
  /**
   * Tokens read so far.
   */
  tokens_in?: number;
  /**
   * Tokens produced so far.
   */
  tokens_out?: number;
  /**
   * Mode the runtime is in.
   */
  runtime_mode?: string;
  /**
   * Reasoning setting: a named level, or simply on or off.
   */
  thinking_mode?: string | boolean;
  /**
   * Share of prompt tokens served from the cache, in percent.
   */
  cache_hit_rate_percent?: number;
  /**
   * Tokens that came from the cache.
   */
  cache_tokens_cached?: number;
  /**
   * Tokens newly written to the cache.
   */
  cache_tokens_new?: number;
  /**
   * Tokens in the context window now.
   */
  context_tokens_used?: number;
  /**
   * Size of the context window in tokens.
   */
  context_tokens_max?: number;
  /**
   * Fill level of the context window, in percent.
   */
  context_percent_used?: number;
  /**
   * How many times the context has been compacted.
   */
  context_compactions?: number;
  /**
   * Whether the browser tool can be used.
   */
  browser_tool_available?: boolean;
  /**
   * Whether commands can be executed.
   */
  exec_tool_available?: boolean;
  /**
   * Whether the nodes tool can be used.
   */
  nodes_tool_available?: boolean;
  /**
   * Whether messages can be sent.
   */
  messaging_tool_available?: boolean;
  /**
   * Whether the sessions tool can be used.
   */
  sessions_tool_available?: boolean;
  /**
   * Whether the memory tool can be used.
   */
  memory_tool_available?: boolean;
  /**
   * Tool name to usable or not. Names are free; values must be booleans.
   */
  tool_availability?: {
    [k: string]: boolean;
  };
  /**
   * Remaining quota of the current usage window, in percent.
   */
  usage_window_percent_left?: number;
  /**
   * Time until the usage window starts afresh, as readable text.
   */
  usage_window_time_left?: string;
  /**
   * Remaining quota of the day, in percent.
   */
  usage_day_percent_left?: number;
  /**
   * Time until the daily quota starts afresh, as readable text.
   */
  usage_day_time_left?: string;
  /**
   * Node.js version of the runtime process.
   */
  node_version?: string;
  /**
   * Session the runtime is working in. No length limit is published.
   */
  session?: string;
  /**
   * Queue the runtime takes work from. No length limit is published.
   */
  queue?: string;
  /**
   * Items waiting in that queue.
   */
  queue_depth?: number;
  /**
   * How the runtime authenticates to its model provider; a label, never a secret. No length limit is published.
   */
  auth?: string;
  [k: string]: unknown;
}
/**
 * The machine as the runtime reports it; the receiver creates or updates a host record from it. The schema does not require `fingerprint`, because it may be sent in the `X-Host-Fingerprint` header instead. A request with neither is invalid; a JSON Schema for the body cannot say that, so it is checked separately. When both are sent, the one in the body counts.
 */
export interface AgentmcHostReport {
  fingerprint?: AgentmcFingerprint;
  /**
   * Name under which the host is shown.
   */
  name: string;
  meta: AgentmcHostMeta;
  [k: string]: unknown;
}
/**
 * Snapshot of the machine: host name, addresses, operating system, processor, memory, disk, uptime and the process that reports. `ip` is the main address. Nothing secret belongs in here.
 */
export interface AgentmcHostMeta {
  /**
   * Host name as the operating system knows it.
   */
  hostname: string;
  ip: AgentmcIpAddress;
  /**
   * Addresses of the machine.
   */
  network: {
    /**
     * Main address in the local network.
     */
    private_ip: string;
    /**
     * Main address as seen from outside.
     */
    public_ip: string;
    [k: string]: unknown;
  };
  /**
   * Operating system.
   */
  os: string;
  /**
   * Version of the operating system.
   */
  os_version: string;
  /**
   * Processor architecture.
   */
  arch: string;
  /**
   * The processor, as a text or as an object with keys of the sender's choice. No length limit is published for the text.
   */
  cpu:
    | string
    | {
        [k: string]: unknown;
      };
  /**
   * Number of logical processor cores.
   */
  cpu_cores: number;
  /**
   * Memory in gigabytes; fractions are allowed.
   */
  ram_gb: number;
  /**
   * Disk space in bytes.
   */
  disk: {
    /**
     * Size of the disk in bytes.
     */
    total_bytes: number;
    /**
     * Unused space on the disk in bytes.
     */
    free_bytes: number;
    [k: string]: unknown;
  };
  /**
   * Seconds since the machine was started.
   */
  uptime_seconds: number;
  /**
   * The process that reports.
   */
  runtime: {
    /**
     * Name of the reporting program.
     */
    name: string;
    /**
     * Version of the reporting program.
     */
    version: string;
    [k: string]: unknown;
  };
  [k: string]: unknown;
}
/**
 * Answer to an accepted heartbeat. The host record may be null or left out.
 */
export interface AgentmcHeartbeatResponse {
  /**
   * Whether the heartbeat was accepted.
   */
  ok: boolean;
  /**
   * Clock of the server.
   */
  server_time: string;
  /**
   * The host record after the heartbeat.
   */
  host?: AgentmcHost | null;
  [k: string]: unknown;
}
/**
 * The stored host record, as it is after the heartbeat was processed.
 */
export interface AgentmcHost {
  /**
   * Number of the host record.
   */
  id: number;
  /**
   * Number of the team the host belongs to.
   */
  team_id: number;
  /**
   * Name under which the host is shown.
   */
  name: string;
  /**
   * Fingerprint the runtime reported for the host.
   */
  fingerprint: string;
  /**
   * Whether the latest heartbeat of the host is recent enough to call it online.
   */
  status: 'online' | 'offline';
  /**
   * Time of the latest heartbeat from the host, or null.
   */
  last_seen_at: string | null;
  /**
   * Machine snapshot as last reported, or null. It may be only a part of what was sent.
   */
  meta: {
    [k: string]: unknown;
  } | null;
  /**
   * Number of the user who created the record, or null when there is none.
   */
  created_by_user_id: number | null;
  /**
   * How many agents are assigned to the host.
   */
  agents_total: number;
  /**
   * How many of them are online.
   */
  agents_online: number;
  /**
   * Time the record was created, or null.
   */
  created_at: string | null;
  /**
   * Time the record was last changed, or null.
   */
  updated_at: string | null;
  [k: string]: unknown;
}
