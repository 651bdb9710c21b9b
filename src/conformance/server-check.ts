import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { folderOf, isFolder } from '../contract/folder.ts';
import { OptionError } from '../errors.ts';
import { contractOf } from '../contract/validate.ts';
import { systemClock } from '../mock/clock.ts';
import type { Fuzzing } from './cases/fuzz.ts';
import type { CheckServerOptions } from './check-server.ts';
import type { Tally } from './observations.ts';
import { totalsOf, type RequirementResult, type ServerReport } from './report/types.ts';
import { verdictOf } from './report/verdict.ts';
import type { Exploration } from './run-types.ts';
import type { Requirement } from './requirements.ts';
import { runScenarios } from './run.ts';
import { loadSuite, type Suite } from './scenario/load.ts';
import type { Inputs } from './scenario/values.ts';
import { available, checkSelection } from './selection.ts';
import { Secrets } from './secrets.ts';
import { httpTarget } from './target/http.ts';

/** Does what `checkServer` says. */
export async function runServerCheck(options: CheckServerOptions): Promise<ServerReport> {
  const loaded = options.suite ?? (await suiteOf(options.contract, options.replay));
  if (!options.target && !URL.canParse(options.url)) {
    throw new OptionError('--url must be a full address, such as https://example.com/api/v1');
  }
  const {
    basis = 'assumed',
    failOn = 'must',
    clock = systemClock,
    burst = 0,
    seed = 'heartbeat-kit',
    random = randomUUID().replaceAll('-', ''),
  } = options;
  const selected = checkSelection(options, loaded);
  const secrets = new Secrets(secretsOf(options));
  const inputs: Inputs = { ...options, random, seed };
  const { fuzz: count = 0, fuzzSeed = 1 } = options;
  const explore =
    count > 0 ? await exploration(loaded, inputs, { count, seed: fuzzSeed }) : undefined;
  const suite = options.generated ? await withGenerated(loaded, inputs) : loaded;
  const own = options.target ?? (await httpTarget({ url: options.url, ca: options.ca }));
  const startedAt = clock.now();
  try {
    const { tallies, coverage, played, problem, ending, requests } = await runScenarios({
      suite,
      target: own,
      inputs,
      clock,
      secrets,
      keys: new Secrets({ ...secretsOf({ ...options, headers: {} }), random }),
      basis,
      selected: new Set(selected.map(({ id }) => id)),
      available: available(options),
      burst,
      path: options.path,
      headers: options.headers ?? {},
      timeout: options.timeout ?? 10_000,
      maxTime: (options.maxTime ?? 300) * 1000,
      concurrency: options.concurrency ?? 1,
      rps: options.rps,
      explore,
      signal: options.signal,
      onProgress: options.onProgress,
    });
    const requirements = selected.map((entry) => resultOf(entry, tallies.of(entry.id)));
    const conceal = (text: string) => secrets.conceal(text);
    const report: Omit<ServerReport, 'verdict'> = {
      format: 'heartbeat-kit/server-report@1',
      contract: { id: suite.id, title: suite.title },
      target: conceal(own.url),
      startedAt: new Date(startedAt).toISOString(),
      durationMs: clock.now() - startedAt,
      requests,
      failOn,
      totals: totalsOf(requirements),
      ...(problem && { problem: conceal(problem) }),
      ...(ending && { ending: { ...ending, sentence: conceal(ending.sentence) } }),
      ...(suite.defaults.leaves && { leaves: suite.defaults.leaves }),
      // Findings are without keys already; ids and the catalogue's own words are nobody's secret.
      requirements: requirements.map((result) => ({
        ...result,
        reasons: result.reasons.map(conceal),
      })),
      coverage: coverage.result(requirements, played),
    };
    return { ...report, verdict: verdictOf(report) };
  } finally {
    if (!options.target) own.close();
  }
}

/**
 * Loads the scenarios of a contract: a built-in one by its id, another one by its folder.
 *
 * @param replay files of scenarios in place of the contract's own.
 * @throws OptionError where there is no such contract, and FileError for its files.
 */
export async function suiteOf(contract: string, replay?: readonly string[]): Promise<Suite> {
  if (!isFolder(contract)) contractOf(contract, 'a folder as ./name');
  const folder = folderOf(contract);
  if (isFolder(contract)) return loadSuite(folder, `${folder}/fixtures`, replay);
  const fixtures = fileURLToPath(new URL(`../../fixtures/${contract}`, import.meta.url));
  return loadSuite(folder, fixtures, replay);
}

/** What draws heartbeats at random. */
async function exploration(suite: Suite, inputs: Inputs, fuzz: Fuzzing): Promise<Exploration> {
  // Loaded late, and with it the package that draws.
  const { fuzzing } = await import('./cases/fuzz.ts');
  return fuzzing(suite, inputs, fuzz);
}

/** The suite with scenarios made from the schema of the request. */
async function withGenerated(suite: Suite, inputs: Inputs): Promise<Suite> {
  // Loaded late: few runs need it.
  const { generatedScenarios } = await import('./cases/scenarios.ts');
  return { ...suite, scenarios: [...suite.scenarios, ...generatedScenarios(suite, inputs)] };
}

/** What must never be told, by the variable that stands for it. */
export function secretsOf(
  options: Omit<CheckServerOptions, 'contract' | 'url'>,
): Record<string, string | undefined> {
  return {
    $HEARTBEAT_API_KEY: options.apiKey,
    $HEARTBEAT_SECOND_KEY: options.secondKey,
    $HEARTBEAT_FORBIDDEN_KEY: options.forbiddenKey,
    $HEARTBEAT_INACTIVE_KEY: options.inactiveKey,
    ...Object.fromEntries(Object.entries(options.headers ?? {}).flatMap(secretsOfHeader)),
  };
}

/** Headers that carry no secret. */
const PUBLIC =
  /^(?:accept(?:-.*)?|cache-control|content-.*|origin|prefer|referer|user-agent|x-forwarded-.*)$/i;
const SECRET_NAME = /key|token|secret|password|auth|cookie|session/i;

/** What a header that the user adds may tell: its value, and what in it stands for itself. */
function secretsOfHeader([name, value]: readonly [string, string]): [string, string][] {
  if (PUBLIC.test(name) || (value.length < 8 && !SECRET_NAME.test(name))) return [];
  const variable = `$HEARTBEAT_HEADER_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
  const parts = value
    .split(/[\s;,]+/)
    .flatMap((part) => [part, part.replace(/^[^=]*=/, '')])
    .filter((part) => part.length >= 6 && !/^(?:bearer|basic|digest|negotiate)$/i.test(part));
  const all = [...new Set([value, ...parts])];
  return all.map((part, index) => [index === 0 ? variable : `${variable}_${index}`, part]);
}

function resultOf(entry: Requirement, tally: Tally): RequirementResult {
  const { id, title, level, basis, requirement, source, needs } = entry;
  const verdict =
    tally.findings.length > 0
      ? 'fail'
      : tally.blocked.size > 0 || tally.passes === 0
        ? 'inconclusive'
        : 'pass';
  const reasons = [...tally.blocked, ...tally.unseen];
  if (reasons.length === 0) {
    const cure = needs.length > 0 ? `it needs --${needs.join(' and --')}` : undefined;
    reasons.push(cure ?? 'no answer was of the kind that it speaks of');
  }
  return {
    id,
    verdict,
    level,
    basis,
    title,
    requirement,
    source,
    passes: tally.passes,
    reasons: verdict === 'inconclusive' ? reasons : [],
    findings: tally.findings,
  };
}
