import fc from 'fast-check';
import type { PlainRequest } from '../../src/index.ts';
import { operations as agentmcOperations } from '../../src/contract/generated/agentmc.operations.ts';
import { operations as agentradioOperations } from '../../src/contract/generated/agentradio.operations.ts';
import { examples } from './heartbeats.ts';

const routes = [...agentmcOperations, ...agentradioOperations].flatMap(({ method, paths }) =>
  paths.map((path) => ({ method, path })),
);

/**
 * Requests of every kind: good, wrong, malformed, unknown.
 *
 * @param suffixes what the keys end with.
 */
export function anyRequest(suffixes: readonly string[]): fc.Arbitrary<PlainRequest> {
  const keys = fc
    .tuple(
      fc.constantFrom('mca_a', 'mca_b', 'ar_agent_a', 'ar_agent_b', 'other'),
      fc.constantFrom(...suffixes),
    )
    .map((parts) => parts.join(''));
  return fc
    .record({
      route: fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom(...routes) },
        {
          weight: 1,
          arbitrary: fc.record({
            method: fc.constantFrom('GET', 'HEAD', 'PUT', 'OPTIONS'),
            path: fc.webPath(),
          }),
        },
      ),
      key: keys,
      agentId: fc.integer({ min: 1, max: 3 }),
      host: fc.integer({ min: 0, max: 3 }),
      body: fc.oneof(
        { weight: 6, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: fc.json() },
        { weight: 1, arbitrary: fc.string() },
        { weight: 1, arbitrary: fc.uint8Array() },
      ),
      headers: fc.dictionary(fc.stringMatching(/^[a-z][a-z-]{0,9}$/), fc.string(), { maxKeys: 3 }),
    })
    .map(({ route, key, agentId, host, body, headers }) => ({
      ...route,
      headers: { ...headers, 'x-api-key': key, authorization: `Bearer ${key}` },
      body:
        body ??
        JSON.stringify({
          ...examples.agentmc,
          host: { ...examples.agentmc.host, fingerprint: String(host).repeat(64) },
          agent: { ...examples.agentmc.agent, id: agentId },
          ...examples.agentradio,
        }),
    }));
}
