import { basename } from 'node:path';
import { OptionError } from '../../errors.ts';
import { systemClock } from '../../mock/clock.ts';
import type { Exchange } from '../../mock/journal.ts';
import type { CheckClientOptions } from '../check-client.ts';
import { readLog } from '../log/read.ts';
import type { ClientReport } from '../report/client-types.ts';
import { Secrets } from '../secrets.ts';
import { clientReport } from './client-check.ts';
import { judge } from './judge.ts';
import { setUp } from './setup.ts';
import { trafficOf } from './traffic.ts';
import type { JudgeContext } from './types.ts';

/** Of many keys, so many are listed. */
const MAX_KEYS = 10;
/** How a mock names a key. */
const MOCK_MARK = /^[0-9a-f]{13}$/;

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
  const exchanges = ofOneAgent(all, options);
  const context: JudgeContext = { contract, state, interval };
  const selected = new Set(setup.selected.map(({ id }) => id));
  return clientReport(
    {
      ...setup,
      // What was recorded was not played.
      suite: { ...setup.suite, scenarios: [] },
      client: file,
      failOn,
      notes: [],
      clock: systemClock,
      secrets: new Secrets({}),
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

/** @throws OptionError where there are several, and it is not said which is meant. */
function ofOneAgent(all: readonly Exchange[], { file, key }: CheckLogOptions): readonly Exchange[] {
  const counts = new Map<string, number>();
  for (const one of all) {
    if (one.key !== undefined && one.operation !== undefined) {
      counts.set(one.key, (counts.get(one.key) ?? 0) + 1);
    }
  }
  const list = listOf(counts);
  if (key === undefined) {
    if (counts.size < 2) return all;
    throw new OptionError(
      `${file} holds the traffic of several keys; say which is meant with --key: ${list}`,
    );
  }
  // A mock tells more digits of the same mark.
  const meant = [...counts.keys()].find(
    (mark) => mark === key || (MOCK_MARK.test(key) && key.endsWith(mark)),
  );
  if (meant === undefined) {
    // What was given may be the key itself, and is not repeated.
    throw new OptionError(
      `--key must be the mark of a key, as a report shows it, and is that of none in ${file}; there is ${list || 'none'}`,
    );
  }
  // What went elsewhere is anybody's, unless it carries the key of another agent.
  return all.filter((one) => {
    if (one.key === undefined || one.key === meant) return true;
    return one.origin === 'foreign' && !counts.has(one.key);
  });
}

/** The keys with the most requests first. */
function listOf(counts: ReadonlyMap<string, number>): string {
  const sorted = [...counts].toSorted(([, one], [, other]) => other - one);
  const told = sorted.slice(0, MAX_KEYS).map(([mark, count]) => `${mark} (${count} requests)`);
  const rest = sorted.length - told.length;
  return [...told, ...(rest > 0 ? [`and ${rest} more`] : [])].join(', ');
}
