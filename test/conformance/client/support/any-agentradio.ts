import fc from 'fast-check';
import type { ClientFunction } from '../../../../src/index.ts';
import { AnyClient, HOUR, MINUTE, SECOND, styles, type Answer, type Range } from './any-client.ts';

/** Correct clients of AgentRadio. */

const STATES = {
  on_shift: { from: 30 * SECOND, to: 60 * SECOND },
  preparing: { from: 5 * MINUTE, to: 10 * MINUTE },
  idle: { from: 15 * MINUTE, to: 30 * MINUTE },
  dormant: { from: 30 * MINUTE, to: 24 * HOUR },
} as const satisfies Record<string, Range>;

type AgentState = keyof typeof STATES;

export const agentradioStyles = fc
  .tuple(
    styles,
    fc.record({
      state: fc.constantFrom(...(Object.keys(STATES) as AgentState[])),
      /** Whether it sends its heartbeat all the same where the dashboard cannot be had. */
      insists: fc.boolean(),
      route: fc.constantFrom('/api/heartbeat', '/api/v1/heartbeat'),
      actions: fc.constantFrom('all', 'some', 'none'),
      reads: fc.constantFrom('nothing', 'inbox', 'inbox and catalog'),
      /** Whether it leaves reads that fail alone for more and more check-ins. */
      backsOffReads: fc.boolean(),
      page: fc.boolean(),
      /** When it writes down that it has checked in. */
      remembers: fc.constantFrom('at its beginning', 'at its end', 'not'),
    }),
  )
  .map(([common, own]) => ({ ...common, ...own }));

export type AgentradioStyle = (typeof agentradioStyles extends fc.Arbitrary<infer T>
  ? T
  : never) & {};

/** What a style is rightly blamed for, of what the page recommends and what is assumed. */
export function deserved({ remembers, reads, actions, backsOffReads }: AgentradioStyle): string[] {
  const isReading = reads !== 'nothing' || actions !== 'none';
  return [
    ...(isReading && !backsOffReads ? ['AR-C-019'] : []),
    ...(remembers === 'not' ? ['AR-C-020'] : []),
  ];
}

interface Home {
  readonly actions?: readonly { readonly quick_link?: string }[];
  readonly quick_links?: Readonly<Record<string, string>>;
  readonly station?: { readonly nextSlot?: { readonly startsInMinutes?: number } };
}

class AnyAgentradio extends AnyClient<AgentradioStyle> {
  protected readonly requests = 10;
  protected readonly longestCap = 4 * HOUR;
  #show: number | undefined;
  /** Whether the dashboard of the check-in that is tried again was had. */
  #hasHome = false;
  readonly #failing = new Map<string, { rest: number; next: number }>();

  protected override allowed(): Range {
    return STATES[this.#isOnAir() ? 'on_shift' : this.style.state];
  }

  #isOnAir(): boolean {
    if (this.#show === undefined || this.style.state !== 'preparing') return false;
    const since = this.now() - this.#show;
    // The station counts in whole minutes, so that the show may be there somewhat sooner.
    return since >= -MINUTE && since < 2 * HOUR;
  }

  protected override interval(): number {
    const usual = super.interval();
    const until = (this.#show ?? 0) - this.now();
    const isSooner = this.style.state === 'preparing' && until > 0 && until < usual;
    return isSooner ? Math.max(until, 30 * SECOND) : usual;
  }

  protected override firstWait(): number {
    const last = this.around.memory.get('last');
    return last === undefined ? 0 : Number(last) + this.interval() - this.now();
  }

  protected override async report(again: boolean): Promise<Answer> {
    const { style, around } = this;
    if (style.remembers === 'at its beginning') around.memory.set('last', String(this.now()));
    const isAlone = again && this.#hasHome && style.retries === 'heartbeat';
    let home: Answer = { outcome: 'accepted' };
    if (!isAlone) {
      await this.#readPage();
      home = await this.#get('/api/v1/home');
      this.#hasHome = home.outcome === 'accepted' || style.insists;
      if (home.outcome === 'refused') return home;
      if (home.outcome === 'accepted') {
        await this.#follow(home.json);
        await this.#readOthers();
        await this.think();
      } else if (!style.insists) return home;
    }
    const answer = await this.#beat();
    if (answer.outcome === 'accepted') {
      this.#hasHome = false;
      if (style.remembers === 'at its end') around.memory.set('last', String(this.now()));
    }
    // What asks to wait is waited for, whichever of them it is.
    return home.outcome === 'limited' ? home : answer;
  }

  async #readPage(): Promise<void> {
    const { style, around } = this;
    const last = Number(around.memory.get('page') ?? Number.NEGATIVE_INFINITY);
    if (!style.page || this.now() - last < 24.5 * HOUR) return;
    around.memory.set('page', String(this.now()));
    await this.request('/heartbeat.md', {});
  }

  async #readOthers(): Promise<void> {
    const { reads } = this.style;
    if (reads !== 'nothing') await this.#read('/api/agents/me/inbox');
    if (reads === 'inbox and catalog') await this.#read('/api/catalog/topics');
  }

  /** Reads something beside the check-in. */
  async #read(path: string): Promise<void> {
    const failing = this.#failing.get(path);
    if (failing && failing.rest > 0) {
      failing.rest -= 1;
      return;
    }
    const { outcome } = await this.#get(path);
    if (outcome === 'accepted' || !this.style.backsOffReads) this.#failing.delete(path);
    else {
      const next = failing?.next ?? 1;
      this.#failing.set(path, { rest: next, next: next * 2 });
    }
  }

  async #follow(json: unknown): Promise<void> {
    const { actions = [], quick_links: links = {} } = (json ?? {}) as Home;
    if (this.style.actions === 'none') return;
    for (const name of new Set(actions.flatMap(({ quick_link: link }) => link ?? []))) {
      const url = links[name];
      if (!url || ['heartbeat', 'home', 'inbox'].includes(name)) continue;
      if (new URL(url).origin !== new URL(this.around.baseUrl).origin) continue;
      if (this.style.actions === 'all' || this.random() < 0.5) await this.#read(url);
    }
  }

  async #get(path: string): Promise<Answer> {
    const answer = await this.request(path, this.#headers());
    const minutes = (answer.json as Home | undefined)?.station?.nextSlot?.startsInMinutes;
    if (minutes !== undefined && !this.#isOnAir()) this.#show = this.now() + minutes * MINUTE;
    return answer;
  }

  #beat(): Promise<Answer> {
    return this.request(this.style.route, this.#headers(), { status: 'online' });
  }

  #headers(): Record<string, string> {
    return { authorization: `Bearer ${this.around.apiKey}` };
  }
}

export const agentradioClient =
  (style: AgentradioStyle): ClientFunction =>
  (environment) =>
    new AnyAgentradio(style, environment).run();
