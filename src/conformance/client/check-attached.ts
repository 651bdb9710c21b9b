import { parseBody } from '../../mock/body.ts';
import { systemClock } from '../../mock/clock.ts';
import { DEFAULTS } from '../../mock/defaults.ts';
import { buildMock, type Mock } from '../../mock/mock.ts';
import type { Session } from '../../mock/session.ts';
import type { PlainRequest } from '../../mock/types.ts';
import type { CheckClientOptions } from '../check-client.ts';
import type { ClientReport } from '../report/client-types.ts';
import { runClientCheck } from './client-check.ts';
import type { ClientScenario } from './load.ts';
import { playScenario } from './run-scenario.ts';
import { keyFor, secretsOf, setUp, type Setup } from './setup.ts';
import type { RunningClient } from './target.ts';

/** Where a client has to be pointed to for a scenario. */
export interface Door {
  readonly scenario: string;
  readonly title: string;
  /** What the paths of the contract are appended to. */
  readonly baseUrl: string;
  readonly apiKey: string;
}

/** What a client that is started elsewhere is checked with. */
export interface CheckAttachedOptions extends CheckClientOptions {
  /** 0, the default, picks a free one. */
  readonly port?: number | undefined;
  /** 127.0.0.1 by default. */
  readonly host?: string | undefined;
  /** Milliseconds that each scenario has at the most; as long as it lasts by default. */
  readonly realTime?: number | undefined;
  /**
   * Is given where to point clients to, once they are waited for.
   *
   * @param baseUrl where the key alone chooses the scenario.
   */
  readonly onReady: (doors: readonly Door[], baseUrl: string) => void;
  /** Is told when the first request for a scenario comes, and when it is over. */
  readonly onScenario?: ((name: string, event: 'begins' | 'ends') => void) | undefined;
}

/** A session does not end because its client is quiet. */
const IDLE = 1000 * 24 * 3_600_000;

/**
 * Waits for clients that are pointed to the address, or given the key, of a scenario, and judges them
 * in real time; ends when all scenarios are over, or when it is told to.
 *
 * @throws OptionError, FileError, and Error where the port is taken.
 */
export async function checkAttached(options: CheckAttachedOptions): Promise<ClientReport> {
  const { failOn = 'must', seed = 1, signal, realTime, onProgress, onScenario } = options;
  const setup = await setUp(options);
  // Who did not start a client cannot start it again.
  const scenarios = setup.suite.scenarios.filter(({ restartAfter }) => restartAfter === undefined);
  const mock = mockOf(setup, scenarios, seed);
  try {
    const { url } = await mock.listen({ port: options.port, host: options.host, canary: true });
    const { basePath } = setup.profile.behaviour.contract;
    const sessions = new Map<string, Session>();
    for (const { name, mock: script } of scenarios) {
      sessions.set(name, mock.session({ id: name, scenario: script.name, idle: IDLE }));
    }
    options.onReady(
      scenarios.map(({ name, title }) => ({
        scenario: name,
        title,
        baseUrl: url + (sessions.get(name)?.basePath ?? '') + basePath,
        apiKey: keyFor(setup.profile, name),
      })),
      url + basePath,
    );
    return await runClientCheck({
      ...setup,
      suite: { ...setup.suite, scenarios },
      client: 'a client that was attached',
      reached: 'attached',
      failOn,
      notes: [],
      jobs: scenarios.length,
      clock: systemClock,
      secrets: secretsOf(setup),
      onProgress,
      play: async (scenario) => {
        const session = sessions.get(scenario.name) as Session;
        const from = await firstRequest(session, signal);
        if (from === undefined) return undefined;
        onScenario?.(scenario.name, 'begins');
        const lasts = Math.min(scenario.lasts, realTime ?? scenario.lasts);
        const stage = { clock: systemClock };
        const how = { ...setup, stage, start: () => elsewhere, signal };
        const played = await playScenario({ ...scenario, lasts }, how, session, from);
        onScenario?.(scenario.name, 'ends');
        return played;
      },
    });
  } finally {
    await mock.close();
  }
}

function mockOf({ profile }: Setup, scenarios: readonly ClientScenario[], seed: number): Mock {
  const { behaviour } = profile;
  const keys = new Map(scenarios.map(({ name }) => [keyFor(profile, name), name]));
  const keyOf = ({ headers, body }: PlainRequest) =>
    behaviour.keyOfHeaders(headers) ?? behaviour.keyOfBody?.(parseBody(body).value);
  return buildMock({
    behaviours: [behaviour],
    seed,
    clock: systemClock,
    keys: {},
    journalSize: DEFAULTS.journalSize,
    scenarios: new Map(scenarios.map(({ mock }) => [mock.name, mock])),
    prefer: false,
    labels: false,
    behaviour: {},
    sessionOf: (request) => keys.get(keyOf(request) ?? ''),
  });
}

/** When the first request of a session came; undefined where none came before the run was ended. */
function firstRequest(
  { journal }: Session,
  signal: AbortSignal | undefined,
): Promise<number | undefined> {
  return new Promise((resolve) => {
    const done = (at: number | undefined) => {
      release();
      signal?.removeEventListener('abort', give);
      resolve(at);
    };
    const give = () => done(undefined);
    const release = journal.subscribe(({ at }) => done(at));
    if (signal?.aborted) give();
    else signal?.addEventListener('abort', give);
  });
}

/** Somebody else starts the client, and ends it. */
const elsewhere: RunningClient = {
  ended: new Promise<string>(() => {}),
  stop: async () => {},
  output: () => '',
};
