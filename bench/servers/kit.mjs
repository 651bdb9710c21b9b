/**
 * The mock as a library serves it. Words after the port leave parts out, or prepare it: `no-validation`,
 * `no-self-check`, `no-state`, `journal=N`; `sessions=N` makes them once it has been asked for the first time what there
 * is in it. (What leaves out the journal is `no-journal.mjs`.)
 */
import { createMock } from '../../dist/index.js';

const [port, ...words] = process.argv.slice(2);
const numberOf = (name) => {
  const word = words.find((one) => one.startsWith(`${name}=`));
  return word && Number(word.slice(name.length + 1));
};

/** A contract in which everything that is so named passes at once. */
function unchecked(contract, shapes) {
  const quick = Object.fromEntries(shapes.map((shape) => [shape, () => true]));
  return { ...contract, quick: { ...contract.quick, ...quick } };
}

function without(behaviour) {
  const { operations } = behaviour.contract;
  const requests = operations.flatMap(({ request }) => request?.shape ?? []);
  const answers = operations.flatMap(({ responses }) =>
    Object.values(responses).flatMap(({ shape }) => shape ?? []),
  );
  let { contract, ...rest } = behaviour;
  if (words.includes('no-validation')) contract = unchecked(contract, requests);
  if (words.includes('no-self-check')) contract = unchecked(contract, answers);
  if (words.includes('no-state')) rest = { ...rest, handlers: stateless(rest.handlers) };
  return { ...rest, contract };
}

/** Handlers that answer what they answered first. */
function stateless(handlers) {
  return Object.fromEntries(
    Object.entries(handlers).map(([id, handle]) => {
      let answer;
      return [id, (call) => (answer ??= handle(call))];
    }),
  );
}

const parts = words.some((word) => word.startsWith('no-'))
  ? { contracts: createMock().behaviours.map(without) }
  : {};
const mock = createMock({ ...parts, journalSize: numberOf('journal') });
await mock.listen({ port: Number(port) });

let sessions = numberOf('sessions') ?? 0;
// How much is alive; resident memory tells little about that.
process.on('message', () => {
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  const kept = mock.journal.size;
  for (; sessions > 0; sessions -= 1) mock.session();
  process.send({ alive: heapUsed + arrayBuffers, kept });
});
