import type { Exchange } from '../mock/journal.ts';
import { SIMULATIONS, type Simulation } from '../mock/simulations.ts';
import type { Behaviour } from '../mock/types.ts';
import { painter, printable } from '../text.ts';

/** Tells what the mock does, on a terminal or to a program. */
export interface MockLog {
  /** @param brief leaves out what only people at a keyboard need. */
  ready(url: string, behaviours: readonly Behaviour[], brief: boolean): void;
  exchange(exchange: Exchange): void;
}

/** How many violations a line tells; the journal has all. */
const MAX_REMARKS = 5;

type Write = (text: string) => void;

/** For people: where the mock is and how to use it, then a line per request. */
export function textLog(write: Write, colours: boolean): MockLog {
  const paint = painter(colours);
  return {
    ready(url, behaviours, brief) {
      const lines = [`heartbeat-kit mock at ${paint('bold', url)}`];
      if (brief) return write(`${lines[0]}\n`);
      for (const behaviour of behaviours) {
        const { id, title, basePath } = behaviour.contract;
        lines.push(
          '',
          `${paint('bold', title)} (${id}), base URL ${url}${basePath}`,
          curl(url, behaviour),
        );
      }
      lines.push('', paint('bold', 'Keys'));
      for (const { keyPrefix, contract } of behaviours) {
        lines.push(
          `  ${keyPrefix}<anything> is a key of ${contract.id}; an ending makes it special:`,
        );
      }
      for (const name of simulationsOf(behaviours)) {
        const only = behaviours.filter(({ simulations }) => simulations.includes(name));
        const scope = only.length < behaviours.length ? ` (${only[0]?.contract.id})` : '';
        lines.push(`  ${`_${name}`.padEnd(13)} ${SIMULATIONS[name]}${scope}`);
      }
      write(`${lines.join('\n')}\n\n`);
    },
    exchange({ at, request, response, simulated, violations, notes }) {
      const time = new Date(at).toISOString().slice(11, 19);
      const style = response.status < 400 ? 'green' : response.status < 500 ? 'yellow' : 'red';
      const remarks = [
        simulated && `simulated: ${simulated}`,
        ...(violations ?? []).slice(0, MAX_REMARKS).map(({ message }) => message),
        violations &&
          violations.length > MAX_REMARKS &&
          `And ${violations.length - MAX_REMARKS} more.`,
        ...(notes ?? []).map((note) => `note: ${note}`),
      ].filter(Boolean);
      const tail = remarks.length > 0 ? `  ${paint('dim', printable(remarks.join(' ')))}` : '';
      const status = paint(style, String(response.status));
      write(
        `${paint('dim', time)} ${printable(request.method)} ${printable(request.path)} ${status}${tail}\n`,
      );
    },
  };
}

/** For programs: one JSON object per line, `ready` first, then an `exchange` per request. */
export function jsonLog(write: Write): MockLog {
  const line = (event: string, value: object) => write(`${JSON.stringify({ event, ...value })}\n`);
  return {
    ready: (url, behaviours) =>
      line('ready', {
        url,
        contracts: behaviours.map(({ contract, keyPrefix, simulations }) => ({
          id: contract.id,
          baseUrl: url + contract.basePath,
          keyPrefix,
          keySuffixes: simulations.map((name) => `_${name}`),
        })),
      }),
    exchange({
      id,
      at,
      contract,
      operation,
      key,
      request,
      response,
      simulated,
      violations,
      notes,
    }) {
      line('exchange', {
        id,
        at: new Date(at).toISOString(),
        method: request.method,
        path: request.path,
        status: response.status,
        contract,
        operation,
        key,
        simulated,
        violations,
        notes,
      });
    },
  };
}

function simulationsOf(behaviours: readonly Behaviour[]): Simulation[] {
  return [...new Set(behaviours.flatMap(({ simulations }) => simulations))];
}

/** A heartbeat as a command that works when pasted. */
function curl(url: string, { contract, heartbeat, keyPrefix, keyHeader }: Behaviour): string {
  const operation = contract.operations.find(({ id }) => id === heartbeat);
  const path = operation?.paths[0] ?? '';
  const body = JSON.stringify(operation?.request?.example).replaceAll("'", String.raw`'\''`);
  return [
    `  curl ${url}${path} -H 'content-type: application/json'`,
    `-H '${keyHeader(`${keyPrefix}demo`)}' -d '${body}'`,
  ].join(' ');
}
