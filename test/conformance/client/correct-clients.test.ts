import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkClient, type ClientReport } from '../../../src/index.ts';
import * as agentmc from './support/any-agentmc.ts';
import * as agentradio from './support/any-agentradio.ts';

const START = Date.UTC(2026, 5, 1, 9);

/** So many clients each, always the same; more and others by hand: `CLIENTS=500 SEED=7 npx vitest run …`. */
const { CLIENTS = '16', SEED = '2026' } = process.env;
const options = { numRuns: Number(CLIENTS), seed: Number(SEED) };
const timeout = 30_000 + Number(CLIENTS) * 3_000;

/** What a client is blamed for although it does not deserve it, with the reasons. */
function blamed({ requirements }: ClientReport, deserved: readonly string[]): string[] {
  return requirements
    .filter(({ id, verdict }) => verdict === 'fail' && !deserved.includes(id))
    .flatMap(({ id, evidence }) =>
      evidence
        .filter(({ verdict }) => verdict === 'fail')
        .map(({ scenario, why }) => `${id}, ${scenario}: ${why}`),
    );
}

describe('a correct client, whatever its style, is not blamed', () => {
  it(
    'agentradio',
    () =>
      fc.assert(
        fc.asyncProperty(agentradio.agentradioStyles, async (style) => {
          const report = await checkClient({
            contract: 'agentradio',
            state: style.state,
            client: agentradio.agentradioClient(style),
            start: START,
          });
          expect(blamed(report, agentradio.deserved(style))).toEqual([]);
        }),
        options,
      ),
    timeout,
  );

  it(
    'agentmc',
    () =>
      fc.assert(
        fc.asyncProperty(agentmc.agentmcStyles, async (style) => {
          const report = await checkClient({
            contract: 'agentmc',
            ...(style.isTold && { interval: style.shortest }),
            client: agentmc.agentmcClient(style),
            start: START,
          });
          expect(blamed(report, agentmc.deserved(style))).toEqual([]);
        }),
        options,
      ),
    timeout,
  );
});
