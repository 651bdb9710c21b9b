import type { ClockState } from '../mock/clock.ts';
import type { Exchange } from '../mock/journal.ts';
import { formatDuration } from '../mock/simulation/duration.ts';
import type { LimitRule, Scenario } from '../mock/simulation/types.ts';
import { SIMULATIONS, type Simulation } from '../mock/simulations.ts';
import type { Behaviour } from '../mock/types.ts';
import { painter } from '../painter.ts';
import { printable } from '../text.ts';
import { formatRateLimit } from './rate-limit-spec.ts';

/** What there is to tell of a mock that has started. */
interface Start {
  readonly url: string;
  /** Origin that stands for a foreign one, where there is one. */
  readonly canaryUrl: string | undefined;
  readonly behaviours: readonly Behaviour[];
  readonly scenario: Scenario | undefined;
  readonly limit: LimitRule | undefined;
  readonly clock: ClockState;
  /** Whether the clock is another one than the machine's. */
  readonly isSteered: boolean;
  /** Leaves out what only people at a keyboard need. */
  readonly brief: boolean;
}

/** Tells what the mock does, on a terminal or to a program. */
export interface MockLog {
  ready(start: Start): void;
  exchange(exchange: Exchange): void;
}

/** How many violations a line tells; the journal has all. */
const MAX_REMARKS = 5;

type Write = (text: string) => void;

/**
 * Writes lines together that are told in a row, as the mock answers in a row what has come by then: with a call of
 * the system for each, the log would take a fifth of the time.
 */
function joined(write: Write): Write {
  let lines = '';
  return (line) => {
    if (lines === '') {
      queueMicrotask(() => {
        const all = lines;
        lines = '';
        write(all);
      });
    }
    lines += line;
  };
}

/** For people: where the mock is and how to use it, then a line per request. */
export function textLog(write: Write, colours: boolean): MockLog {
  const paint = painter(colours);
  const tell = joined(write);
  return {
    ready(start) {
      const { url, behaviours, brief, scenario } = start;
      const lines = [`heartbeat-kit mock at ${paint('bold', url)}`];
      if (brief && scenario) lines.push(`scenario ${scenario.name}: ${printable(scenario.title)}`);
      if (brief) return write(`${lines.join('\n')}\n`);
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
      lines.push('', paint('bold', 'Simulation'), ...simulationOf(start));
      write(`${lines.join('\n')}\n\n`);
    },
    exchange(exchange) {
      const { at, request, response, simulated, violations, notes } = exchange;
      const { delay, fault, canary, origin, session } = exchange;
      const time = new Date(at).toISOString().slice(11, 19);
      const style = response.status < 400 ? 'green' : response.status < 500 ? 'yellow' : 'red';
      const remarks = [
        simulated && `simulated: ${simulated}`,
        delay && `delay: ${formatDuration(delay)}`,
        fault && `fault: ${fault}`,
        ...(violations ?? []).slice(0, MAX_REMARKS).map(({ message }) => message),
        violations &&
          violations.length > MAX_REMARKS &&
          `And ${violations.length - MAX_REMARKS} more.`,
        ...(notes ?? []).map((note) => `note: ${note}`),
      ].filter(Boolean);
      const where = origin ? ` (${origin} origin)` : '';
      const hit = canary ? `  ${paint('red', printable(`canary: ${canary}${where}`))}` : '';
      const more = remarks.length > 0 ? `  ${paint('dim', printable(remarks.join(' ')))}` : '';
      const status = paint(style, String(response.status));
      const world = session === 'default' ? '' : `${paint('dim', `[${session}]`)} `;
      tell(
        `${paint('dim', time)} ${world}${printable(request.method)} ${printable(request.path)} ${status}${hit}${more}\n`,
      );
    },
  };
}

/** For programs: one JSON object per line, `ready` first, then an `exchange` per request. */
export function jsonLog(write: Write): MockLog {
  const tell = joined(write);
  const line = (event: string, value: object) => `${JSON.stringify({ event, ...value })}\n`;
  const ready = (value: object) => write(line('ready', value));
  return {
    ready: ({ url, canaryUrl = null, behaviours, scenario, limit = null, clock }) =>
      ready({
        url,
        canaryUrl,
        scenario: scenario?.name ?? null,
        limit,
        clock: { ...clock, now: new Date(clock.now).toISOString() },
        contracts: behaviours.map(({ contract, keyPrefix, simulations }) => ({
          id: contract.id,
          baseUrl: url + contract.basePath,
          keyPrefix,
          keySuffixes: simulations.map((name) => `_${name}`),
        })),
      }),
    exchange({ id, at, request, response, ...rest }) {
      const { method, path } = request;
      const time = new Date(at).toISOString();
      tell(line('exchange', { id, at: time, method, path, status: response.status, ...rest }));
    },
  };
}

const PACES: Readonly<Record<number, string>> = { 0: 'standing still', 1: 'and running' };

/** What is put on for all requests, and how to change that. */
function simulationOf({ scenario, limit, clock, isSteered, canaryUrl }: Start): string[] {
  const now = new Date(clock.now).toISOString();
  const pace = PACES[clock.scale] ?? `at ${clock.scale} times the usual pace`;
  const lines = [
    [
      'scenario',
      scenario
        ? `${scenario.name}: ${printable(scenario.title)}`
        : 'none; --scenario puts one on, such as outage or rate-limited',
    ],
    ['limit', limit ? formatRateLimit(limit) : 'none; --rate-limit 60/1m sets one'],
    [
      'time',
      isSteered
        ? `${now}, ${pace}`
        : "the machine's; --time, --time-scale and --freeze change that",
    ],
    canaryUrl ? ['canaries', `${canaryUrl}, which stands for a foreign origin`] : [],
  ];
  return lines.flatMap(([name, text]) => (name ? [`  ${name.padEnd(13)} ${text}`] : []));
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
