import * as z from 'zod';
import { namedScenarioFormat } from '../../mock/simulation/format.ts';
import { checkScenario } from '../../mock/simulation/load.ts';
import type { Session } from '../../mock/session.ts';
import { invalid, Refusal } from '../refusal.ts';
import { route } from '../route.ts';
import { scenarioStatus } from '../schemas.ts';

const first = z.string().optional().meta({ description: 'Its first state by default.' });
const active = z
  .object({ name: z.string().nullable(), state: z.string().nullable() })
  .meta({ description: 'What runs for all requests now.' });

/** What is put on for all requests, as a script. */
export const scenarioRoutes = {
  scenarios: route({
    method: 'GET',
    path: '/scenarios',
    summary: 'The scenarios that can be asked for, and the state of the one that runs',
    answer: z.object({ scenarios: z.array(scenarioStatus) }),
    handle: ({ session }) => ({ scenarios: session.scenarios() }),
  }),
  addScenario: route({
    method: 'POST',
    path: '/scenarios',
    summary: 'Add a scenario, or replace the one of that name',
    status: 201,
    body: namedScenarioFormat,
    answer: z.object({ name: z.string(), states: z.array(z.string()) }),
    handle({ session, body }) {
      const fail = (path: readonly PropertyKey[], message: string): never => {
        throw invalid(path.map(String).join('.'), message);
      };
      checkScenario({ value: body, fail }, session.behaviours);
      session.addScenario(body);
      return { name: body.name, states: Object.keys(body.states) };
    },
  }),
  setScenarioState: route({
    method: 'PUT',
    path: '/scenarios/{name}/state',
    summary: 'Put a scenario into a state; it runs for all requests from then on',
    body: z.strictObject({ state: first }),
    answer: active,
    handle({ session, name, body }) {
      const known = session.scenarios().map((one) => one.name);
      // The path is not repeated: what stands in it may have been meant for somewhere else.
      if (!known.includes(name)) {
        const there = known.toSorted().join(', ') || 'none';
        throw new Refusal(
          'unknown-scenario',
          404,
          `There is no scenario of that name; there is ${there}.`,
        );
      }
      return play(session, name, body.state);
    },
  }),
  playScenario: route({
    method: 'PUT',
    path: '/scenario',
    summary: 'Begin a scenario for all requests in place of the one before; null ends it',
    body: z.strictObject({ name: z.string().nullable(), state: first }),
    answer: active,
    handle: ({ session, body }) => play(session, body.name, body.state),
  }),
};

function play(session: Session, name: string | null, state: string | undefined) {
  try {
    session.play(name ?? undefined, state);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Refusal('invalid-call', 400, `${error.message}.`);
  }
  const running = session.scenarios().find((one) => one.state !== null);
  return { name: running?.name ?? null, state: running?.state ?? null };
}
