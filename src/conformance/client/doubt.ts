import type { ScenarioRun } from './run-scenario.ts';
import type { Judgement } from './types.ts';

/**
 * Why a run in compressed time has to be confirmed by a slower one; undefined where it has not. Where
 * all went well although the client had to give up a request, it need not.
 *
 * @param abandoned how often the client gave up a request before it was complete.
 */
export function doubtOf(
  { judgements, traffic, isCut }: Pick<ScenarioRun, 'judgements' | 'traffic' | 'isCut'>,
  abandoned: number,
): string | undefined {
  const idsOf = (test: (one: Judgement) => boolean) =>
    judgements.filter(test).map(({ requirement }) => requirement);
  const failed = idsOf(({ timed, verdict }) => timed && verdict === 'fail');
  if (failed.length > 0) return `to confirm that it fails ${failed.join(', ')}`;
  const open = idsOf(({ verdict }) => verdict === 'fail' || verdict === 'inconclusive');
  if (open.length === 0) return undefined;
  if (abandoned > 0) {
    return `as the client gave up a request, for which time may have been too fast, and ${open.join(', ')} did not pass`;
  }
  // A machine that is busy may have had no time for the client; one that is gone needs none.
  const unsure = idsOf(({ timed, verdict }) => (timed || isCut) && verdict === 'inconclusive');
  const isThere = traffic.all.length > 0 && traffic.context.ended === undefined;
  return unsure.length > 0 && isThere ? `to be surer of ${unsure.join(', ')}` : undefined;
}
