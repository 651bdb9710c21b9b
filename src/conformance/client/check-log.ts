import { basename } from 'node:path';
import { systemClock } from '../../mock/clock.ts';
import type { CheckClientOptions } from '../check-client.ts';
import { readLog } from '../log/read.ts';
import type { ClientReport } from '../report/client-types.ts';
import { Secrets } from '../secrets.ts';
import { clientReport } from './client-check.ts';
import { judge } from './judge.ts';
import { ofOneClient } from './one-client.ts';
import { setUp } from './setup.ts';
import { trafficOf } from './traffic.ts';
import type { JudgeContext } from './types.ts';

/** What recorded traffic is judged by. */
export interface CheckLogOptions extends Pick<
  CheckClientOptions,
  'contract' | 'state' | 'interval' | 'only' | 'basis' | 'failOn'
> {
  /** HTTP archive (HAR 1.2), or exchanges as a mock exports them. */
  readonly file: string;
  /** Base URL of the service; see `readLog`. */
  readonly url?: string | undefined;
  /** The mark of the key whose traffic is judged, where there are several. */
  readonly key?: string | undefined;
}

/**
 * Judges recorded traffic of one client by all requirements.
 *
 * @throws OptionError, and FileError that names the place in the file.
 */
export async function checkLog(options: CheckLogOptions): Promise<ClientReport> {
  const { file, url, failOn = 'must', state, contract, interval } = options;
  const setup = await setUp(options);
  const all = await readLog(file, setup.profile.behaviour, { url });
  const exchanges = ofOneClient(all, { key: options.key, place: file, option: '--key' });
  const context: JudgeContext = { contract, state, interval };
  const selected = new Set(setup.selected.map(({ id }) => id));
  return clientReport(
    {
      ...setup,
      // What was recorded was not played.
      suite: { ...setup.suite, scenarios: [] },
      client: file,
      reached: 'log',
      failOn,
      notes: [],
      clock: systemClock,
      // Keys were taken out when it was read, save from the name of the file.
      secrets: new Secrets({}, setup.profile.behaviour.keyPrefix),
    },
    [
      {
        scenario: { name: basename(file), title: 'What was recorded.' },
        traffic: trafficOf(exchanges, setup.profile, context),
        judgements: judge(exchanges, context).filter((one) => selected.has(one.requirement)),
        output: '',
        rate: 1,
      },
    ],
    systemClock.now(),
  );
}
