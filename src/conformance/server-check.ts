import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Basis } from '../contract/types.ts';
import { systemClock } from '../mock/clock.ts';
import type { CheckServerOptions } from './check-server.ts';
import { OptionError } from './errors.ts';
import type { Tally } from './observations.ts';
import { counts, type RequirementResult, type ServerReport, type Verdict } from './report/types.ts';
import type { Need, Requirement } from './requirements.ts';
import { runScenarios } from './run.ts';
import { loadSuite, type Suite } from './scenario/load.ts';
import type { Inputs } from './scenario/values.ts';
import { BASES } from './schemas.ts';
import { Secrets } from './secrets.ts';
import { httpTarget } from './target/http.ts';

/** Does what `checkServer` says. */
export async function runServerCheck(options: CheckServerOptions): Promise<ServerReport> {
  const suite = options.suite ?? (await suiteOf(options.contract));
  const {
    basis = 'assumed',
    failOn = 'must',
    clock = systemClock,
    burst = 0,
    seed = 'heartbeat-kit',
    random = randomUUID().replaceAll('-', ''),
  } = options;
  const heartbeat = suite.operations.find(({ id }) => id === suite.defaults.send.operation);
  for (const path of [options.path, ...(heartbeat?.paths ?? [])]) {
    if (path === undefined || !options.url.replace(/\/$/, '').endsWith(path)) continue;
    throw new OptionError(
      `--url must be what ${path} is appended to, not the address of the heartbeat itself`,
    );
  }
  if (options.secondKey && !options.secondAgentId && uses(suite, '${second-agent-id}')) {
    throw new OptionError(
      '--second-key needs --second-agent-id, the agent that the key belongs to',
    );
  }
  const selected = select(suite, options.only, basis);
  const secrets = new Secrets(secretsOf(options));
  const inputs: Inputs = { ...options, random, seed };
  const own = options.target ?? (await httpTarget({ url: options.url, ca: options.ca }));
  const startedAt = clock.now();
  try {
    const { tallies, problem, ending, requests } = await runScenarios({
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
      signal: options.signal,
      onProgress: options.onProgress,
    });
    const requirements = selected.map((entry) => resultOf(entry, tallies.of(entry.id)));
    const count = (verdict: Verdict) =>
      requirements.filter((result) => result.verdict === verdict).length;
    const totals = {
      pass: count('pass'),
      fail: count('fail'),
      inconclusive: count('inconclusive'),
    };
    const failed = requirements.some(
      (result) => result.verdict === 'fail' && counts(result, { failOn }),
    );
    const report: ServerReport = {
      format: 'heartbeat-kit/server-report@1',
      contract: { id: suite.id, title: suite.title },
      target: own.url,
      verdict: failed ? 'fail' : ending || totals.pass === 0 ? 'inconclusive' : 'pass',
      startedAt: new Date(startedAt).toISOString(),
      durationMs: clock.now() - startedAt,
      requests,
      failOn,
      totals,
      ...(problem && { problem }),
      ...(ending && { ending }),
      ...(suite.defaults.leaves && { leaves: suite.defaults.leaves }),
      requirements,
    };
    return secrets.concealAll(report);
  } finally {
    if (!options.target) own.close();
  }
}

/** Loads the scenarios of a contract: a built-in one by its id, another one by its folder. */
export function suiteOf(contract: string): Promise<Suite> {
  if (/[\\/.]/.test(contract)) return loadSuite(contract, `${contract}/fixtures`);
  const folder = (name: string) =>
    fileURLToPath(new URL(`../../${name}/${contract}`, import.meta.url));
  return loadSuite(folder('contracts'), folder('fixtures'));
}

function available({ burst, slow, ...options }: CheckServerOptions): Set<Need> {
  const given: Record<Need, unknown> = {
    'second-key': options.secondKey,
    'forbidden-key': options.forbiddenKey,
    'inactive-key': options.inactiveKey,
    burst,
    slow,
  };
  return new Set((Object.keys(given) as Need[]).filter((need) => given[need]));
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

function uses({ scenarios }: Suite, placeholder: string): boolean {
  return JSON.stringify(scenarios).includes(placeholder);
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

function select(
  { requirements }: Suite,
  only: string | undefined,
  basis: Basis,
): readonly Requirement[] {
  const based = requirements.filter((entry) => BASES.indexOf(entry.basis) <= BASES.indexOf(basis));
  if (only === undefined) return based;
  const patterns = only.split(',').map((pattern) => {
    const source = pattern.trim().replaceAll(/[^\w*-]/g, String.raw`\$&`);
    return new RegExp(`^${source.replaceAll('*', '.*')}(?:\\..*)?$`, 'i');
  });
  const chosen = based.filter(({ id }) => patterns.some((pattern) => pattern.test(id)));
  if (chosen.length > 0) return chosen;
  throw new OptionError(
    `--only ${only} fits no requirement; they are ${based[0]?.id} to ${based.at(-1)?.id}, and * stands for anything`,
  );
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
