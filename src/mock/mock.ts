import type { Listener, ListenOptions } from './adapters/node.ts';
import { fetchWith } from './adapters/fetch.ts';
import { canariesOf, ForeignOrigin, originOf, plantedBy } from './canary.ts';
import type { Clock } from './clock.ts';
import { CONTROL, type Control, type ControlReply, type ControlRequest } from './control.ts';
import { problem, problemReply } from './problem.ts';
import { createSession, type Session, type SessionParts } from './session.ts';
import type { Exchange } from './journal.ts';
import type { Scenario } from './simulation/types.ts';
import type { PlainReply, PlainRequest } from './types.ts';

/** Where sessions are, beside the mock itself. */
const SESSIONS = '/__sessions/';
/** Sessions that are made without a name are numbered. */
const MAX_ID = 64;

/** A stateful mock of one or more contracts. It is a session itself, and makes more of them. */
export interface Mock extends Session {
  /**
   * Serves on a socket (Node only).
   *
   * @param options `port` 0 by default, which picks a free one; `host` 127.0.0.1 by default; `canary`
   *   opens a second socket that stands for a foreign origin.
   * @throws Error in one sentence, where the port is taken or not allowed.
   */
  listen(options?: ListenOptions): Promise<Listener>;
  /**
   * Makes a world of its own, in which nothing of this one is seen. It is reached by `handle` and
   * `fetch` of its own, and on the mock's sockets below its `basePath`.
   *
   * @throws RangeError where there is one of that name, or the name is of no use in a URL.
   */
  session(options?: SessionOptions): Session;
  /**
   * Calls the listener for every exchange to come, of the mock and of all its sessions; returns a
   * function that ends it.
   */
  subscribe(listener: (exchange: Exchange) => void): () => void;
  /** The sessions that there are, without the mock itself. */
  sessions(): readonly Session[];
  /** Ends a session. @returns whether there was one. */
  endSession(id: string): boolean;
  /** Closes all listeners once what is under way is answered. */
  close(): Promise<void>;
}

/** In what a session differs from the mock that it belongs to. */
export interface SessionOptions {
  /** Letters, digits, `-`, `_` and `.`; a number of its own by default. */
  readonly id?: string | undefined;
  readonly seed?: number | undefined;
  readonly scenario?: string | undefined;
  /** First time of the session's clock; that of the mock by default. */
  readonly start?: number | string | Date | undefined;
  /** Pace of its clock; 1 by default, 0 is frozen. */
  readonly scale?: number | undefined;
  /** Milliseconds without a request after which it ends by itself; 30 minutes by default. */
  readonly idle?: number | undefined;
}

interface Entry {
  readonly session: Session;
  readonly idle: number;
  /** Ends what waits for something in it. */
  readonly ended: AbortController;
  /** Of the clock that the mock runs by. */
  used: number;
}

const IDLE = 30 * 60_000;

/** What a mock is made from. */
export interface MockParts extends Omit<
  SessionParts,
  'id' | 'basePath' | 'canaries' | 'control' | 'scenarios'
> {
  readonly scenarios: ReadonlyMap<string, Scenario>;
  /** Origin of planted addresses; that of the socket which is open for them by default. */
  readonly canaryUrl?: string | undefined;
  /** The session that a request is for although its path is not below one's; none by default. */
  readonly sessionOf?: ((request: PlainRequest) => string | undefined) | undefined;
}

/** The control API of a mock; paths begin after what makes them paths of it. */
type Admin = (session: Session, request: ControlRequest) => Promise<ControlReply>;

/** Makes a mock from options that are complete and known to be right. */
export function buildMock(parts: MockParts): Mock {
  const { clock: base } = parts;
  const foreign = new ForeignOrigin(parts.canaryUrl);
  const canaries = canariesOf('default', foreign);
  const scenarios = new Map(parts.scenarios);
  let admin: Promise<Admin> | undefined;
  const control: Control = async (request) => {
    const { path } = request;
    const session = path.startsWith(SESSIONS) ? enter(idIn(path)) : own;
    if (!session) return unknownSession(own);
    // Loaded late: most mocks are never asked, and it brings much along.
    admin ??= import('../admin/serve.ts').then(({ createAdmin }) => createAdmin(mock));
    const rest = path.slice(session.basePath.length + CONTROL.length);
    const ended = entries.get(session.id)?.ended.signal;
    const signal = ended ? AbortSignal.any([request.signal, ended]) : request.signal;
    return (await admin)(session, { ...request, signal, path: rest });
  };
  const own = createSession({
    ...parts,
    scenarios,
    control,
    canaries,
    id: 'default',
    basePath: '',
  });
  const { handle: handleOwn } = own;
  const watchers = new Set<(exchange: Exchange) => void>();
  const watch = ({ journal }: Session) =>
    void journal.subscribe((exchange) => {
      for (const tell of watchers) tell(exchange);
    });
  watch(own);
  const entries = new Map<string, Entry>();
  const listeners = new Set<Listener>();
  let made = 0;

  const end = (id: string): boolean => {
    entries.get(id)?.ended.abort();
    return entries.delete(id);
  };
  /** No session can have been idle for too long before this time; looked at all once it has come. */
  let due = Infinity;
  const expire = () => {
    const now = base.now();
    if (now <= due) return;
    due = Infinity;
    for (const [id, { used, idle }] of entries) {
      if (now - used > idle) end(id);
      else due = Math.min(due, used + idle);
    }
  };

  const use = (entry: Entry) => {
    entry.used = base.now();
    due = Math.min(due, entry.used + entry.idle);
  };

  const find = (id = '') => {
    expire();
    return entries.get(id);
  };
  const idIn = (path: string) => path.slice(SESSIONS.length).split(/[/?]/, 1)[0];
  /** A session by its name; what comes to it keeps it from ending. */
  const enter = (id: string | undefined): Session | undefined => {
    const entry = find(id);
    if (entry) use(entry);
    return entry?.session;
  };
  const handle = (request: PlainRequest): PlainReply => {
    const { path } = request;
    if (foreign.isOf(request)) {
      const session = enter(plantedBy(path));
      return session ? session.handle(request) : handleOwn(request);
    }
    const isBelow = path.startsWith(SESSIONS);
    const id = isBelow ? idIn(path) : parts.sessionOf?.(request);
    if (id === undefined) return handleOwn(request);
    const session = enter(id);
    if (!session) return unknownSession(own);
    const rest = isBelow ? path.slice(session.basePath.length) : path;
    return session.handle({
      ...request,
      path: rest.startsWith('/') ? rest : `/${rest}`,
      origin: originOf(request) + session.basePath,
    });
  };
  /** What the answer to a request goes by. */
  const clockOf = (path: string): Clock =>
    (path.startsWith(SESSIONS) ? find(idIn(path))?.session : own)?.clock ?? base;

  const mock: Mock = Object.assign(own, {
    handle,
    async fetch(input: Request | string | URL, init?: RequestInit) {
      const request = new Request(input, init);
      request.signal.throwIfAborted();
      return fetchWith(handle, request, clockOf, control);
    },
    async listen(listenOptions?: ListenOptions) {
      // Loaded late, so that everything else runs where there is no Node; "imports" in package.json
      // tells bundlers what stands in for it there.
      const { listenWithCanary } = await import('#sockets');
      const listener = await listenWithCanary(handle, foreign, listenOptions, clockOf, control);
      listeners.add(listener);
      return {
        ...listener,
        async close() {
          listeners.delete(listener);
          await listener.close();
        },
      };
    },
    session({ id = String(++made), idle = IDLE, ...given }: SessionOptions = {}) {
      expire();
      // A segment of dots leads elsewhere in a URL.
      if (!/^(?!\.+$)[\w.-]+$/.test(id) || id.length > MAX_ID) {
        throw new RangeError(
          `a session has a name of letters, digits, "-", "_" and "." (up to ${MAX_ID}), not ${JSON.stringify(id)}`,
        );
      }
      if (id === own.id || entries.has(id))
        throw new RangeError(`there is a session "${id}" already`);
      const basePath = SESSIONS + id;
      const session = createSession({
        ...parts,
        seed: given.seed ?? own.seed,
        scenario: given.scenario ?? parts.scenario,
        start: given.start ?? own.clock.now(),
        scale: given.scale ?? parts.scale,
        scenarios: new Map(scenarios),
        control: (request) => control({ ...request, path: basePath + request.path }),
        id,
        basePath,
        canaries: canariesOf(id, foreign),
      });
      watch(session);
      const entry: Entry = { session, idle, used: 0, ended: new AbortController() };
      entries.set(id, entry);
      use(entry);
      // Whoever uses it in code keeps it from ending as well.
      const { handle: handleIn, fetch: fetchIn } = session;
      Object.assign(session, {
        handle: (request: PlainRequest) => (use(entry), handleIn(request)),
        fetch: (...call: Parameters<typeof fetchIn>) => (use(entry), fetchIn(...call)),
      });
      return session;
    },
    subscribe(listener: (exchange: Exchange) => void) {
      watchers.add(listener);
      return () => watchers.delete(listener);
    },
    sessions() {
      expire();
      return [...entries.values()].map(({ session }) => session);
    },
    endSession: end,
    async close() {
      const open = [...listeners];
      listeners.clear();
      await Promise.all(open.map((listener) => listener.close()));
    },
  });
  return mock;
}

function unknownSession({ clock }: Session): PlainReply {
  const answer = problem(
    'unknown-session',
    404,
    'There is no such session; it may have ended after a time without requests.',
  );
  return problemReply(answer, clock.now());
}
