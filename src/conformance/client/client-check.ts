import { setMaxListeners } from 'node:events';
import type { Level } from '../../contract/types.ts';
import type { Clock } from '../../mock/clock.ts';
import type {
  ClientReport,
  ClientResult,
  Evidence,
  ScenarioResult,
  Unexercised,
} from '../report/client-types.ts';
import { CoverageLog, type Coverage } from '../coverage.ts';
import { totalsOf, type Verdict } from '../report/types.ts';
import { verdictOf } from '../report/verdict.ts';
import { parseJson } from '../../json.ts';
import type { Requirement } from '../requirements.ts';
import { together } from '../schedule.ts';
import type { Secrets } from '../secrets.ts';
import type { ClientScenario, ClientSuite } from './load.ts';
import type { Profile } from './profile.ts';
import type { ScenarioRun } from './run-scenario.ts';
import { timelineOf } from './timeline.ts';

const STOPPED = 'The run was stopped; this is what was seen until then.';

/** A scenario as it was played, perhaps twice; or what was recorded elsewhere. */
export interface Played extends Omit<ScenarioRun, 'scenario' | 'isCut'> {
  readonly scenario: Pick<ClientScenario, 'name' | 'title'>;
  /** Why it was played again, more slowly. */
  readonly rerun?: string | undefined;
  /** Folder with all that the client wrote. */
  readonly folder?: string | undefined;
}

/** How far a run has come. */
export interface ClientProgress {
  readonly done: number;
  readonly total: number;
  /** Names of the scenarios that run. */
  readonly running: readonly string[];
}

/** What a run is made from. */
export interface ClientRun {
  readonly profile: Profile;
  readonly suite: ClientSuite;
  /** What is judged, in words. */
  readonly client: string;
  readonly reached: ClientReport['reached'];
  readonly state: string | undefined;
  /** The requirements to judge. */
  readonly selected: readonly Requirement[];
  readonly failOn: Level;
  readonly notes: readonly string[];
  /** Scenarios at the same time. */
  readonly jobs: number;
  /** The machine's. */
  readonly clock: Clock;
  readonly secrets: Secrets;
  /** @returns undefined where the scenario was not played, as there was no client. */
  readonly play: (scenario: ClientScenario) => Promise<Played | undefined>;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: ClientProgress) => void) | undefined;
}

/** Plays the scenarios that show what is asked for, and reports what the client did. */
export async function runClientCheck(run: ClientRun): Promise<ClientReport> {
  const { suite, clock, signal } = run;
  // Every scenario listens to it.
  if (signal) setMaxListeners(0, signal);
  const startedAt = clock.now();
  const isAsked = (id: string) => run.selected.some((one) => one.id === id);
  // Those that take longest begin first, so that none is left over in the end.
  const scenarios = suite.scenarios
    .filter(({ judges }) => judges.some(isAsked))
    .toSorted((one, other) => other.lasts - one.lasts);
  const played: Played[] = [];
  const running = new Set<string>();
  const queue = scenarios.values();
  const tell = () =>
    run.onProgress?.({
      done: played.length,
      total: scenarios.length,
      running: [...running],
    });
  const worker = async () => {
    for (const scenario of queue) {
      if (signal?.aborted) return;
      running.add(scenario.name);
      tell();
      const result = await run.play(scenario);
      running.delete(scenario.name);
      if (result) played.push(result);
      tell();
    }
  };
  await together(Array.from({ length: run.jobs }, worker));
  return clientReport(run, played, startedAt);
}

/** What played scenarios, or recorded traffic, say of each requirement. */
export function clientReport(
  run: Omit<ClientRun, 'play' | 'jobs'>,
  played: readonly Played[],
  startedAt: number,
): ClientReport {
  const { profile, suite, state, failOn, clock, secrets, selected } = run;
  const conceal = (text: string) => secrets.conceal(text);
  const ordered = played.toSorted((one, other) =>
    one.scenario.name < other.scenario.name ? -1 : 1,
  );
  const requirements: ClientResult[] = [];
  const unexercised: Unexercised[] = [];
  for (const entry of selected) {
    const result = resultOf(entry, ordered, suite, conceal);
    if ('evidence' in result) requirements.push(result);
    else unexercised.push(result);
  }
  const report: Omit<ClientReport, 'verdict'> = {
    format: 'heartbeat-kit/client-report@1',
    contract: { id: profile.behaviour.contract.id, title: suite.title },
    client: conceal(run.client),
    reached: run.reached,
    ...(state !== undefined && { state }),
    startedAt: new Date(startedAt).toISOString(),
    durationMs: clock.now() - startedAt,
    requests: played.reduce((sum, { traffic }) => sum + traffic.all.length, 0),
    failOn,
    totals: totalsOf(requirements),
    notes: [...run.notes, ...(run.signal?.aborted ? [STOPPED] : [])].map(conceal),
    interrupted: run.signal?.aborted ?? false,
    requirements,
    unexercised,
    scenarios: ordered.map((one) => scenarioResult(one, conceal)),
    coverage: coverageOf(run, played, requirements),
  };
  return { ...report, verdict: verdictOf(report) };
}

function coverageOf(
  { profile, suite, selected }: Pick<ClientRun, 'profile' | 'suite' | 'selected'>,
  played: readonly Played[],
  results: readonly ClientResult[],
): Coverage {
  const log = new CoverageLog(profile.behaviour.contract.operations, suite.states);
  for (const { exchange } of played.flatMap(({ traffic }) => traffic.all)) {
    const { operation, response } = exchange;
    log.add({ operation, status: response.status, json: () => parseJson(response.body) });
  }
  // What was not exercised has no verdict either.
  const verdicts = new Map(results.map(({ id, verdict }) => [id, verdict]));
  const scenarios = new Map(suite.names.map((name) => [name, false]));
  for (const { scenario, traffic } of played) {
    // What was recorded elsewhere is no scenario.
    if (!scenarios.has(scenario.name)) continue;
    scenarios.set(scenario.name, traffic.context.ended === undefined);
  }
  return log.result(
    selected.map(({ id }) => ({ id, verdict: verdicts.get(id) ?? 'inconclusive' })),
    scenarios,
  );
}

function resultOf(
  { id, level, basis, title, requirement, source }: Requirement,
  played: readonly Played[],
  suite: ClientSuite,
  conceal: (text: string) => string,
): ClientResult | Unexercised {
  const judgements = played.flatMap(({ scenario, judgements: all }) =>
    all
      .filter((one) => one.requirement === id)
      .map(({ verdict, why, exchanges }) => ({
        scenario: scenario.name,
        verdict,
        why: conceal(why),
        exchanges,
      })),
  );
  const evidence = judgements.filter((one): one is Evidence => one.verdict !== 'unseen');
  if (evidence.length === 0) {
    const whys = [...new Set(judgements.map(({ why }) => why))];
    const about = suite.scenarios.flatMap(({ judges, name }) =>
      judges.includes(id) ? [name] : [],
    );
    const unplayed =
      about.length > 0
        ? `nobody came for ${about.join(', ')}, which ${about.length === 1 ? 'shows' : 'show'} it`
        : 'no scenario of this run is about it';
    const why = whys.join('; ') || unplayed;
    return { id, level, basis, title, requirement, source, why };
  }
  const of = (verdict: Verdict) => evidence.filter((one) => one.verdict === verdict);
  const verdict = of('fail').length > 0 ? 'fail' : of('pass').length > 0 ? 'pass' : 'inconclusive';
  const reasons = verdict === 'inconclusive' ? evidence.map(({ why }) => why) : [];
  return {
    id,
    verdict,
    level,
    basis,
    title,
    requirement,
    source,
    reasons: [...new Set(reasons)],
    evidence,
  };
}

function scenarioResult(
  { scenario, traffic, rate, rerun, folder, output, judgements }: Played,
  conceal: (text: string) => string,
): ScenarioResult {
  const { from = traffic.all[0]?.at ?? traffic.until, ended } = traffic.context;
  const evidence = judgements.flatMap(({ exchanges }) => exchanges);
  const isClear = judgements.every(({ verdict }) => verdict === 'pass' || verdict === 'unseen');
  const explains = output !== '' && (ended !== undefined || !isClear);
  return {
    name: scenario.name,
    title: scenario.title,
    lasted: traffic.until - from,
    rate,
    ...(rerun !== undefined && { rerun: conceal(rerun) }),
    ...(ended && { ended: conceal(ended.how) }),
    ...(explains && { output: conceal(output) }),
    ...(folder !== undefined && { folder: conceal(folder) }),
    timeline: timelineOf(traffic, evidence, conceal),
  };
}
