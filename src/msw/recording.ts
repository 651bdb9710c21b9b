import { plainOf } from '../mock/adapters/fetch.ts';
import { NOT_RECORDED } from '../mock/journal.ts';
import type { Session } from '../mock/session.ts';
import type { PlainReply } from '../mock/types.ts';

/** A body that has not come after so many turns of the event loop is one that takes its time. */
const TURNS = 100;

/** Writes into the journal of a mock what an override answers, as of the moment at which the request came. */
export class Recording {
  readonly #mock: Session;
  readonly #request: Request;
  readonly #place: { readonly base: string; readonly path: string };
  readonly #at: number;
  readonly #signal: AbortSignal;
  #isOver = false;

  /** @param request is left as it is, for whoever reads it. */
  constructor(
    mock: Session,
    request: Request,
    place: { readonly base: string; readonly path: string },
  ) {
    this.#mock = mock;
    this.#request = request.clone();
    this.#place = place;
    this.#at = mock.clock.now();
    this.#signal = request.signal;
    this.#signal.addEventListener('abort', this.#giveUp, { once: true });
  }

  /** Somebody else answers. */
  leave(): undefined {
    this.#end();
  }

  /** @param response is left as it is, for the client. */
  async answered(response: Response): Promise<void> {
    // What msw lets through reaches the real server.
    if (this.#end() || response.headers.has('x-msw-intention')) return;
    const { status, type } = response;
    const headers = Object.fromEntries(response.headers);
    const reply: PlainReply =
      type === 'error'
        ? { status, headers, body: '', fault: 'CONNECTION_RESET_BY_PEER' }
        : { status, headers, ...(await bodyOf(response.clone())) };
    await this.#write(reply);
  }

  /** The client waits no longer, and never heard of an answer. */
  readonly #giveUp = () => {
    if (this.#end()) return;
    void this.#write({ status: 0, headers: {}, body: '', fault: 'NO_RESPONSE' });
  };

  async #write(reply: PlainReply): Promise<void> {
    const { base, path } = this.#place;
    const request = { ...(await plainOf(this.#request)), path, origin: base };
    this.#mock.record(request, reply, undefined, this.#at);
  }

  /** @returns whether it was over before. */
  #end(): boolean {
    this.#signal.removeEventListener('abort', this.#giveUp);
    const wasOver = this.#isOver;
    this.#isOver = true;
    return wasOver;
  }
}

/** The body of an answer, as far as it is there: a client must not wait for what is only recorded. */
async function bodyOf(copy: Response): Promise<Pick<PlainReply, 'body' | 'fault'>> {
  let isRead = false;
  const read = copy
    .text()
    .then(
      (body) => ({ body }),
      () => ({ body: '', fault: 'TRUNCATED_RESPONSE' as const }),
    )
    .finally(() => (isRead = true));
  const late = turnsUntil(() => isRead).then(() => ({ body: NOT_RECORDED }));
  return Promise.race([read, late]);
}

/** Waits for turns of the event loop, which go on where timers are mocked. */
async function turnsUntil(isOver: () => boolean): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  port1.start();
  for (let turn = 0; turn < TURNS && !isOver(); turn += 1) {
    await new Promise((resolve) => {
      port1.addEventListener('message', resolve, { once: true });
      port2.postMessage(undefined);
    });
  }
  port1.close();
}
