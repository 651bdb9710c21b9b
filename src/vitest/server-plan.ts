import { OptionError } from '../errors.ts';
import { isHttpUrl } from '../http-url.ts';
import type { CheckServerOptions } from '../conformance/check-server.ts';
import { differenceLine, serverDetails } from '../conformance/report/pretty.ts';
import type { RequirementResult, ServerReport } from '../conformance/report/types.ts';
import { checkSelection } from '../conformance/selection.ts';
import { runServerCheck, secretsOf, suiteOf } from '../conformance/server-check.ts';
import { Secrets } from '../conformance/secrets.ts';
import { clockOf, inProcessTarget } from '../conformance/target/in-process.ts';
import { painter } from '../painter.ts';
import { flagsAsOptions, type Paint } from '../text.ts';
import type { ServerConformance } from './options.ts';
import { resultsOf, type Plan, type Results } from './plan.ts';

/** As long as `checkServer` takes at the most, in seconds; and a server to start. */
const MAX_TIME = 300;
const WAIT = 30;
/** Milliseconds for what is around a run. */
const GRACE = 10_000;

const plain = painter(false);

/** A server that was found or started, and what stops it. */
interface Reached extends Pick<CheckServerOptions, 'url' | 'target' | 'clock'> {
  readonly close?: (() => unknown) | undefined;
}

/**
 * Makes a plan of what a server is checked with.
 *
 * @throws OptionError, and FileError where the contract's files are wrong.
 */
export async function serverPlan(options: ServerConformance): Promise<Plan> {
  const { maxTime = MAX_TIME } = options;
  const { wait = WAIT } = 'wait' in options ? options : {};
  const settings = { ...options, url: typeof options.url === 'string' ? options.url : '' };
  const suite = await suiteOf(options.contract);
  const requirements = checkSelection(settings, suite);
  const secrets = new Secrets(secretsOf(settings));
  const stop = new AbortController();
  const { signal } = stop;
  let reached: Reached | undefined;
  return {
    requirements,
    timeout: (maxTime + wait) * 1000 + GRACE,
    async run() {
      reached = await reach(options, suite.basePath, wait, signal).catch(
        (error: unknown): never => {
          // What a server wrote before it ended may hold the keys.
          throw concealed(error, secrets);
        },
      );
      const { target, clock } = reached;
      const url = checked(reached.url);
      const own = options.signal ? AbortSignal.any([options.signal, signal]) : signal;
      const server = { ...settings, suite, signal: own, url };
      return told(
        await runServerCheck({
          ...server,
          ...(target && { target, clock: options.clock ?? clock }),
        }),
      );
    },
    async close() {
      stop.abort();
      await reached?.close?.();
    },
  };
}

function concealed(error: unknown, secrets: Secrets): Error {
  if (!(error instanceof Error)) return new Error(secrets.conceal(String(error)));
  const { message, stack = '' } = error;
  return Object.assign(error, {
    message: secrets.conceal(message),
    stack: secrets.conceal(stack),
  });
}

async function reach(
  options: ServerConformance,
  basePath: string,
  wait: number,
  signal: AbortSignal,
): Promise<Reached> {
  const { mock, ca } = options;
  if (mock) {
    const clock = clockOf(mock);
    const target = inProcessTarget(mock, basePath, clock);
    return { url: target.url, target, clock };
  }
  if (typeof options.start === 'string') {
    const url = checked(options.url);
    const { startServer } = await import('../conformance/target/server-process.ts');
    const { start: command } = options;
    const { env } = process;
    const server = await startServer({ command, url, ca, wait: wait * 1000, env, signal });
    return { url, close: server.stop };
  }
  if (options.start) {
    const started = await options.start();
    return typeof started === 'string' ? { url: started } : started;
  }
  const { url } = options;
  return { url: await (typeof url === 'function' ? url() : url) };
}

/** @throws OptionError where it is no address. */
function checked(url: unknown): string {
  if (typeof url === 'string' && isHttpUrl(url)) return url;
  throw new OptionError(
    `url must be the base URL of the server, such as http://127.0.0.1:8080, not ${JSON.stringify(url)}`,
  );
}

function told(report: ServerReport): Results {
  const { ending, problem, target } = report;
  const full = (result: RequirementResult, paint: Paint) => serverDetails(result, report, paint);
  const results = resultsOf(report, { full, brief: briefly });
  const why = ending?.sentence ?? (problem && `${target}: ${problem}`);
  return why ? { ...results, problem: flagsAsOptions(why) } : results;
}

function briefly({ findings: [first] }: RequirementResult): string {
  const [difference] = first?.differences ?? [];
  const what = difference ? differenceLine(difference, plain) : 'no answer came';
  return `${first?.scenario}: ${first?.step}: ${what}`;
}
