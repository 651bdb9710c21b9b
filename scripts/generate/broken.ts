import * as agentmcClients from '../../fixtures/broken/clients/agentmc.ts';
import * as agentradioClients from '../../fixtures/broken/clients/agentradio.ts';
import * as agentmcServers from '../../fixtures/broken/servers/agentmc.ts';
import * as agentradioServers from '../../fixtures/broken/servers/agentradio.ts';
import type { ServerVariant } from '../../fixtures/broken/servers/types.ts';
import type { BrokenImplementation } from '../../src/conformance/traceability/broken.ts';

/** What shows that checks can fail, and that they do not fail too much. */
export interface Proof {
  readonly broken: readonly BrokenImplementation[];
  readonly harmless?: readonly ServerVariant[];
}

/** By side, and by the id of the contract. */
export const proofs: Readonly<Record<'server' | 'client', Readonly<Record<string, Proof>>>> = {
  server: { agentmc: agentmcServers, agentradio: agentradioServers },
  client: {
    agentmc: { broken: agentmcClients.clients },
    agentradio: { broken: agentradioClients.clients },
  },
};

/**
 * What breaks each requirement, as a TypeScript module: the package does not hold `fixtures/broken`.
 *
 * @param ids of the contracts.
 */
export function brokenFile(ids: readonly string[]): string {
  const table = Object.fromEntries(
    ids.map((id) => {
      const all = [proofs.server[id], proofs.client[id]].flatMap((proof) => proof?.broken ?? []);
      return [
        id,
        all.map(({ name, what, breaks, alsoFails }) => ({ name, what, breaks, alsoFails })),
      ];
    }),
  );
  return `// Generated from fixtures/broken by \`npm run generate\`. Do not edit.
import type { BrokenImplementation } from '../traceability/broken.ts';

/** By the id of the contract: servers, then clients. */
export const broken: Readonly<Record<string, readonly BrokenImplementation[]>> = ${JSON.stringify(table, null, 2)};
`;
}
