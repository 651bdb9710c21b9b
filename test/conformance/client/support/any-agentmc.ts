import fc from 'fast-check';
import type { AgentmcHeartbeatRequest, ClientFunction } from '../../../../src/index.ts';
import { AnyClient, HOUR, MINUTE, SECOND, styles, type Answer, type Range } from './any-client.ts';

/** Correct clients of AgentMC. */

export const agentmcStyles = fc
  .tuple(
    styles,
    fc.record({
      /** Its shortest interval, and by which share it may be longer. */
      shortest: fc.oneof(
        fc.constantFrom(MINUTE, 10 * SECOND, 10 * MINUTE),
        fc.integer({ min: 10, max: 600 }).map((seconds) => seconds * SECOND),
      ),
      spread: fc.constantFrom(0, 0.1, 0.3),
      /** Whether who runs the check says how often the client reports. */
      isTold: fc.boolean(),
      fingerprint: fc.constantFrom('body', 'header', 'both'),
      redirects: fc.constantFrom('none', 'without the key'),
    }),
  )
  .map(([common, own]) => ({ ...common, ...own }));

export type AgentmcStyle = (typeof agentmcStyles extends fc.Arbitrary<infer T> ? T : never) & {};

/** What a style is rightly blamed for: failures must not make it report faster, but for one retry. */
export function deserved({ backoff }: AgentmcStyle): string[] {
  return backoff.base === 'second' || backoff.jitter !== 'none' ? ['AMC-C-009'] : [];
}

const FINGERPRINT = 'a1'.repeat(32);

class AnyAgentmc extends AnyClient<AgentmcStyle> {
  protected readonly requests = 1;
  protected readonly longestCap = 4 * HOUR;

  protected override allowed(): Range {
    const { shortest, spread, latency, lag } = this.style;
    return { from: shortest, to: shortest * (1 + spread) + 2 * latency + lag };
  }

  protected override think(): Promise<void> {
    // Were that most of its interval, nobody could tell how often it usually reports.
    const most = Math.min(this.style.model, this.style.shortest / 10);
    return this.sleep(most * this.random());
  }

  protected override async report(): Promise<Answer> {
    await this.think();
    return this.request('/api/v1/agents/heartbeat', this.#headers(), this.#body());
  }

  protected override async read(response: Response, text: string): Promise<Answer> {
    const target = response.headers.get('location');
    const isMoved = target !== null && response.status >= 300 && response.status < 400;
    if (!isMoved || this.style.redirects === 'none') return super.read(response, text);
    await this.request(target, {}, this.#body());
    return { outcome: 'accepted' };
  }

  #headers(): Record<string, string> {
    const isThere = this.style.fingerprint !== 'body';
    return {
      'x-api-key': this.around.apiKey,
      ...(isThere && { 'x-host-fingerprint': FINGERPRINT }),
    };
  }

  #body(): AgentmcHeartbeatRequest {
    const runtime = { name: 'node', version: 'v22.0.0' };
    return {
      meta: { type: 'example', runtime, models: ['example/model-1'] },
      host: {
        ...(this.style.fingerprint !== 'header' && { fingerprint: FINGERPRINT }),
        name: 'host-1',
        meta: {
          hostname: 'host-1',
          ip: '10.0.2.15',
          network: { private_ip: '10.0.2.15', public_ip: '192.0.2.10' },
          os: 'Linux',
          os_version: '6.1',
          arch: 'x64',
          cpu: 'unknown',
          cpu_cores: 2,
          ram_gb: 4,
          disk: { total_bytes: 64_000_000_000, free_bytes: 32_000_000_000 },
          uptime_seconds: Math.floor(this.now() / 1000) % 1_000_000,
          runtime,
        },
      },
      agent: { id: 42, name: 'Example', identity: { name: 'Example', vibe: 'calm' } },
    } as AgentmcHeartbeatRequest;
  }
}

export const agentmcClient =
  (style: AgentmcStyle): ClientFunction =>
  (environment) =>
    new AnyAgentmc(style, environment).run();
