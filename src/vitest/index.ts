// Vitest 4 adds to the same type by another name; that has to be read before what is added below.
// oxlint-disable-next-line typescript/triple-slash-reference
/// <reference types="vitest" preserve="true" />
import { afterAll, beforeAll, describe, test } from 'vitest';
import type { Basis, Level } from '../contract/types.ts';
import { FileError, OptionError, StartError } from '../errors.ts';
import { flagsAsOptions } from '../text.ts';
import { checkOptions, nameOf, type ConformanceOptions } from './options.ts';
import type { Plan, Results } from './plan.ts';

export type {
  ConformanceOfClient,
  ConformanceOfCommand,
  ConformanceOfMock,
  ConformanceOfStarted,
  ConformanceOfUrl,
  ConformanceOptions,
  ServerConformance,
  StartedServer,
} from './options.ts';

/** What a test of a requirement tells reporters, as `task.meta.heartbeatKit`. */
export interface RequirementMeta {
  readonly id: string;
  readonly level: Level;
  readonly basis: Basis;
  /** Where it is stated: titles of documents, with the section. */
  readonly source: readonly string[];
}

declare module 'vitest' {
  interface TaskMeta {
    heartbeatKit?: RequirementMeta;
  }
}

/**
 * Makes a test of each requirement of a contract, for a server or for a client that is a function. The
 * check runs once, before the first of them.
 *
 * A test passes where the requirement was seen to hold, and fails with the evidence where it was broken at
 * a level that counts (`failOn`). What was not seen, or is broken at a lighter level, is skipped with
 * the reason as its note. Where the server cannot be reached, or accepts not even a plain heartbeat, the
 * tests fail and say so.
 *
 * Options are those of `checkServer` or `checkClient`, with one of `url`, `mock`, `start` and `client`.
 *
 * @throws OptionError where options are wrong; FileError where files of the contract are.
 * @example
 * describeConformance({
 *   contract: 'agentmc',
 *   url: () => `${server.url}/api/v1`,
 *   apiKey: 'mca_demo',
 *   agentId: 42,
 * });
 */
export function describeConformance(options: ConformanceOptions): void {
  checkOptions(options);
  // Failures are shown where the user asked for the tests.
  const place: { stack?: string } = {};
  Error.captureStackTrace(place, describeConformance);
  describe(`conformance to ${nameOf(options)}`, async () => {
    const plan = await planOf(options).catch((error: unknown): never => {
      throw failure(error, place);
    });
    let results: Results;
    let problem: Error | undefined;
    beforeAll(async () => {
      try {
        results = await plan.run();
        problem = results.problem === undefined ? undefined : failure(results.problem, place);
      } catch (error) {
        // What fails a hook would skip the tests.
        results = { byId: new Map() };
        problem = failure(error, place);
      }
    }, plan.timeout);
    afterAll(plan.close);
    for (const { id, level, basis, title, source } of plan.requirements) {
      test(`${id} ${level}: ${title}`, ({ task, skip, expect }) => {
        task.meta.heartbeatKit = { id, level, basis, source };
        const { verdict, why } = results.byId.get(id) ?? { verdict: 'open', why: '' };
        if (verdict === 'fail') throw failure(why, place);
        if (verdict === 'open') {
          if (problem) throw problem;
          skip(why);
        }
        expect(verdict).toBe('pass');
      });
    }
  });
}

async function planOf(options: ConformanceOptions): Promise<Plan> {
  // Loaded late: who is told that options are wrong need not wait for YAML and schema compilers.
  if (options.client) return (await import('./client-plan.ts')).clientPlan(options);
  return (await import('./server-plan.ts')).serverPlan(options);
}

/** An error that shows where the user asked for the tests, unless it comes from the user's own code. */
function failure(what: unknown, { stack = '' }: { stack?: string }): Error {
  if (what instanceof Error && !isOwn(what)) return what;
  const message = what instanceof Error ? flagsAsOptions(what.message) : String(what);
  const frames = stack.split('\n').filter((line) => line.startsWith('    at '));
  return Object.assign(new Error(message), { stack: [`Error: ${message}`, ...frames].join('\n') });
}

function isOwn(error: Error): boolean {
  return error instanceof OptionError || error instanceof FileError || error instanceof StartError;
}
