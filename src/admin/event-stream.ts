import { fits, type ExchangeFilter } from '../mock/exchanges.ts';
import type { Exchange, Journal } from '../mock/journal.ts';

/** Proxies and clients take a connection without a byte for a dead one. */
const HEARTBEAT = 15_000;
/** Events that may wait for a reader; one that is slower than that is cut off. */
const MOST_WAITING = 1000;

/**
 * Exchanges as server-sent events, as they pass.
 *
 * @param wanted which ones; with `after`, those come first that the journal holds already.
 * @param signal ends the stream.
 */
export function eventStream(
  journal: Journal,
  wanted: ExchangeFilter,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let stop = () => {};
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const send = (text: string) => {
          controller.enqueue(encoder.encode(text));
          if ((controller.desiredSize ?? 0) <= 0) end();
        };
        const unsubscribe = journal.subscribe((exchange) => {
          if (fits(wanted, exchange)) send(eventOf(exchange));
        });
        const beat = setInterval(() => send(': still here\n\n'), HEARTBEAT);
        stop = () => {
          unsubscribe();
          clearInterval(beat);
          signal.removeEventListener('abort', end);
        };
        const end = () => {
          stop();
          controller.close();
        };
        signal.addEventListener('abort', end);
        const before = wanted.after === undefined ? [] : journal.find((one) => fits(wanted, one));
        // Comes at once, so that whoever waits for it learns that nothing is missed from now on.
        send(`: here\n\n${before.map(eventOf).join('')}`);
        if (signal.aborted) end();
      },
      cancel: () => stop(),
    },
    new CountQueuingStrategy({ highWaterMark: MOST_WAITING }),
  );
}

function eventOf(exchange: Exchange): string {
  return `id: ${exchange.id}\nevent: exchange\ndata: ${JSON.stringify(exchange)}\n\n`;
}
