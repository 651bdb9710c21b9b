import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Reporter, type Answer } from '../../../fixtures/clients/reporter.ts';
import { checkClient } from '../../../src/index.ts';

/** A dashboard of another form than the mock's: other names, nested texts, relative addresses. */
const RECORDED = {
  actions: [
    { kind: 'PING', priority: 1 },
    { kind: 'SESSION_TURN_READY', label: 'Your turn has come. Answer it.', href_key: 'sessions' },
  ],
  quick_links: { sessions: '/api/v1/sessions', home: '/api/v1/home' },
  your_rank: 7,
};

async function recorded(value: unknown): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'home-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'home.json');
  await writeFile(file, typeof value === 'string' ? value : JSON.stringify(value));
  return file;
}

interface Action {
  readonly label?: string;
  readonly href_key?: string;
}

/** Knows the recorded form alone; follows actions as a function of each says. */
class Client extends Reporter {
  protected readonly cap = 4 * 3_600_000;
  readonly #follow: (action: Action, links: Record<string, string>) => string | undefined;
  readonly #backwards: boolean;

  constructor(
    around: ConstructorParameters<typeof Reporter>[0],
    follow: (action: Action, links: Record<string, string>) => string | undefined,
    backwards = false,
  ) {
    super(around);
    this.#follow = follow;
    this.#backwards = backwards;
  }

  protected interval(): number {
    return 45_000;
  }

  protected async report(): Promise<Answer> {
    const headers = { authorization: `Bearer ${this.around.apiKey}` };
    const home = await this.request('/api/v1/home', headers);
    if (home.outcome !== 'accepted') return home;
    const { actions, quick_links: links } = home.json as {
      actions: Action[];
      quick_links: Record<string, string>;
    };
    for (const action of this.#backwards ? actions.toReversed() : actions) {
      const url = this.#follow(action, links);
      if (url) await this.request(url, headers);
    }
    return this.request('/api/heartbeat', headers, { status: 'online' });
  }
}

const byLink = ({ href_key: key = '' }: Action, links: Record<string, string>) => links[key];
const byHint = ({ label = '' }: Action) => /https?:\/\/\S+[^\s.]/.exec(label)?.[0];

async function verdicts(
  follow: typeof byLink | typeof byHint,
  { home, backwards = false }: { home: string | undefined; backwards?: boolean },
) {
  const { requirements, unexercised } = await checkClient({
    contract: 'agentradio',
    state: 'on_shift',
    only: 'AR-C-013,AR-C-014,AR-C-015',
    scenarios: ['hints', 'actions'],
    home,
    start: 0,
    client: (environment) => new Client(environment, follow, backwards).run(),
  });
  return Object.fromEntries([
    ...requirements.map(({ id, verdict }) => [id, verdict]),
    ...unexercised.map(({ id }) => [id, 'unexercised']),
  ]) as Record<string, string>;
}

describe('--home', () => {
  it('plants actions in the form that a recorded dashboard has', async () => {
    const home = await recorded(RECORDED);
    expect(await verdicts(byLink, { home })).toEqual({
      'AR-C-013': 'pass',
      'AR-C-014': 'pass',
      'AR-C-015': 'pass',
    });
    expect(await verdicts(byLink, { home, backwards: true })).toMatchObject({ 'AR-C-015': 'fail' });
    expect(await verdicts(byHint, { home })).toMatchObject({
      'AR-C-013': 'fail',
      'AR-C-014': 'fail',
    });
  });

  it('is needed where a client knows no other form', async () => {
    expect(await verdicts(byLink, { home: undefined })).toMatchObject({
      'AR-C-015': 'unexercised',
    });
  });

  it.each([
    ['{', 'this is not JSON; it should be an answer of GET /api/v1/home'],
    ['[]', 'must be a JSON object'],
    [{ actions: [] }, 'quick_links: must be an object of addresses by name'],
    [{ quick_links: {} }, 'actions: must hold at least one action'],
    [
      { quick_links: { a: '/a' }, actions: [{ name: 'b' }] },
      'actions: none of them names an entry of quick_links',
    ],
  ])('refuses %j', async (value, message) => {
    const home = await recorded(value);
    await expect(verdicts(byLink, { home })).rejects.toThrow(`${home}: ${message}`);
  });

  it('refuses a file that is not there', async () => {
    await expect(verdicts(byLink, { home: 'nowhere.json' })).rejects.toThrow(
      'nowhere.json: there is no such file to read',
    );
  });
});
