import * as z from 'zod';
import { limitFormat, ruleFormat } from '../../mock/simulation/format.ts';
import type { Session } from '../../mock/session.ts';
import { checkRules } from '../../mock/simulation/load.ts';
import type { LimitRule } from '../../mock/simulation/types.ts';
import { limitInFile, ruleInFile } from '../file-form.ts';
import { invalid } from '../refusal.ts';
import { route } from '../route.ts';

const rules = z.strictObject({
  rules: z.array(ruleFormat).meta({
    description: 'The first that applies decides; they come before any scenario.',
  }),
});
const limit = z.strictObject({
  limit: limitFormat.nullable(),
});

/** What is put on for some requests, apart from scenarios. Rules and limits are written as in files. */
export const faultRoutes = {
  faults: route({
    method: 'GET',
    path: '/faults',
    summary: 'The rules that come before any scenario',
    isClean: true,
    answer: rules,
    handle: ({ session }) => ({ rules: rulesOf(session) }),
  }),
  setFaults: route({
    method: 'PUT',
    path: '/faults',
    summary: 'Put rules in place of those that there are',
    isClean: true,
    body: rules,
    answer: rules,
    handle({ session, body }) {
      const fail = (path: readonly PropertyKey[], message: string): never => {
        throw invalid(path.map(String).join('.'), message);
      };
      checkRules(body.rules, ['rules'], session.behaviours, fail);
      session.faults = body.rules;
      return { rules: rulesOf(session) };
    },
  }),
  clearFaults: route({
    method: 'DELETE',
    path: '/faults',
    summary: 'Drop all rules',
    handle({ session }) {
      session.faults = [];
    },
  }),
  rateLimit: route({
    method: 'GET',
    path: '/rate-limit',
    summary: 'The rate limit of all requests; null where there is none',
    answer: limit,
    handle: ({ session }) => ({ limit: session.limit ? limitInFile(session.limit) : null }),
  }),
  setRateLimit: route({
    method: 'PUT',
    path: '/rate-limit',
    summary: 'Set a rate limit for all requests; null is none. What was counted is forgotten',
    body: limit,
    answer: limit,
    handle({ session, body }) {
      session.limit = (body.limit ?? undefined) as LimitRule | undefined;
      return { limit: session.limit ? limitInFile(session.limit) : null };
    },
  }),
  clearRateLimit: route({
    method: 'DELETE',
    path: '/rate-limit',
    summary: 'Switch the rate limit off',
    handle({ session }) {
      session.limit = undefined;
    },
  }),
};

/** Patterns stay as they are, whole keys in them go. */
function rulesOf(session: Session) {
  return session.faults.map((rule) => ruleInFile(session.concealRule(rule)));
}
