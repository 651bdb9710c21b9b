import { systemClock } from '../../mock/clock.ts';
import type { CheckClientInProcess } from '../check-client.ts';
import type { ClientReport } from '../report/client-types.ts';
import { runClientCheck } from './client-check.ts';
import { runScenario } from './run-scenario.ts';
import { keyFor, secretsOf, setUp } from './setup.ts';
import { virtualStage } from './stage.ts';
import { inProcess } from './target.ts';

/** Does what `checkClient` says. */
export async function checkInProcess(options: CheckClientInProcess): Promise<ClientReport> {
  const { client, clock = systemClock, failOn = 'must', seed = 1, signal, onProgress } = options;
  const setup = await setUp(options);
  const start = options.start ?? clock.now();
  const target = inProcess(client);
  return runClientCheck({
    ...setup,
    client: client.name || 'a function of this process',
    reached: 'function',
    failOn,
    notes: [],
    // One after the other: there is nothing to wait for.
    jobs: 1,
    clock,
    secrets: secretsOf(setup),
    signal,
    onProgress,
    play: (scenario) =>
      runScenario(scenario, {
        ...setup,
        seed,
        apiKey: keyFor(setup.profile, scenario.name),
        stage: virtualStage(start),
        target,
        signal,
      }),
  });
}
