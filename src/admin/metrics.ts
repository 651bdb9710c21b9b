import type { Exchange } from '../mock/journal.ts';
import type { Session } from '../mock/session.ts';

/**
 * Counts requests by what they were and how they were answered. A session is counted from the first
 * time on that its counts are asked for, with what its journal holds then.
 */
export class Tally {
  readonly #counts = new WeakMap<Session, Map<string, number>>();

  /** How many requests there were, by the labels that they have. */
  of(session: Session): ReadonlyMap<string, number> {
    const known = this.#counts.get(session);
    if (known) return known;
    const counts = new Map<string, number>();
    const count = (exchange: Exchange) => {
      const labels = labelsOf(session, exchange);
      counts.set(labels, (counts.get(labels) ?? 0) + 1);
    };
    for (const exchange of session.journal) count(exchange);
    session.journal.subscribe(count);
    this.#counts.set(session, counts);
    return counts;
  }
}

/** The text form of Prometheus, 0.0.4. */
export function metricsText(sessions: readonly Session[], tally: Tally): string {
  return [
    ...metric('requests_total', 'counter', 'Requests that were answered.'),
    ...sessions.flatMap((session) =>
      [...tally.of(session)].map(([labels, value]) => `${PREFIX}requests_total${labels} ${value}`),
    ),
    ...metric('journal_exchanges', 'gauge', 'Exchanges that the journal holds.'),
    ...sessions.map(
      ({ id, journal }) => `${PREFIX}journal_exchanges${written({ session: id })} ${journal.size}`,
    ),
    ...metric('sessions', 'gauge', 'Sessions, the mock itself included.'),
    `${PREFIX}sessions ${sessions.length}`,
    '',
  ].join('\n');
}

const PREFIX = 'heartbeat_kit_';

function metric(name: string, type: string, help: string): string[] {
  return [`# HELP ${PREFIX}${name} ${help}`, `# TYPE ${PREFIX}${name} ${type}`];
}

function labelsOf({ id }: Session, { contract, operation, response, simulated }: Exchange): string {
  return written({
    session: id,
    contract: contract ?? '',
    operation: operation ?? '',
    status: String(response.status),
    simulated: simulated ?? '',
  });
}

function written(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) =>
      `${name}="${value.replaceAll(/[\\"]/g, String.raw`\$&`).replaceAll('\n', String.raw`\n`)}"`,
  );
  return `{${pairs.join(',')}}`;
}
