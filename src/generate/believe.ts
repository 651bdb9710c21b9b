import type { Faker } from '@faker-js/faker';
import type { Random } from './random.ts';
import type { Source } from './sample.ts';
import type { JsonType } from './view.ts';

/** What fields of one payload have in common. */
interface Common {
  readonly host: string;
  readonly agent: string;
  readonly ip: string;
  readonly system: readonly [name: string, version: string];
}

type Draw = (faker: Faker, common: Common) => unknown;
/** A value for each type that a field may have; one for all where types do not matter. */
type Draws = Draw | { readonly [Type in JsonType | 'ipv4']?: Draw };

const SYSTEMS = [
  ['Ubuntu', '24.04'],
  ['Debian', '13.1'],
  ['macOS', '15.3'],
  ['Windows Server', '2025'],
] as const;
const LINKS = ['heartbeat', 'home', 'inbox', 'shows', 'catalog_topics', 'catalog_slots'];

const of =
  <T>(...items: readonly T[]): Draw =>
  (faker) =>
    faker.helpers.arrayElement(items);
const whole =
  (min: number, max: number, unit = 1): Draw =>
  (faker) =>
    faker.number.int({ min, max }) * unit;
const sentence: Draw = (faker) => faker.hacker.phrase();
const title: Draw = (faker) => faker.music.songName();
const handle: Draw = (faker) => faker.internet.username().toLowerCase().replaceAll(/\W/g, '_');
const release: Draw = (faker) =>
  `2026.${faker.number.int({ min: 1, max: 12 })}.${faker.number.int({ min: 1, max: 28 })}`;
const percent: Draw = (faker) => faker.number.float({ min: 0, max: 100, fractionDigits: 1 });
const left: Draw = (faker) =>
  `${faker.number.int({ min: 0, max: 23 })}h ${faker.number.int({ min: 0, max: 59 })}m`;
const model = of('openai/gpt-5-codex', 'anthropic/claude-sonnet-4-5', 'google/gemini-2.5-pro');
const host: Draw = (_, common) => common.host;
const privateIp: Draws = { ipv4: (_, common) => common.ip };
const agent: Draw = (_, common) => common.agent;

/** By the name of a field, or by its own and that of what is around it. */
const FIELDS: Readonly<Record<string, Draws>> = {
  'host.name': host,
  hostname: host,
  fingerprint: (faker) => faker.string.hexadecimal({ length: 64, casing: 'lower', prefix: '' }),
  ip: privateIp,
  private_ip: privateIp,
  public_ip: { ipv4: (faker) => faker.internet.ipv4({ network: 'test-net-3' }) },
  os: (_, { system }) => system[0],
  os_version: (_, { system }) => system[1],
  arch: of('x86_64', 'arm64'),
  cpu: {
    string: of('Intel Xeon', 'AMD EPYC', 'Apple M4'),
    object: () => ({ model: 'Intel Xeon', sockets: 1 }),
  },
  cpu_cores: of(2, 4, 8, 16, 32, 64),
  ram_gb: of(4, 8, 15.5, 16, 32, 64, 128),
  total_bytes: whole(64, 4096, 2 ** 30),
  free_bytes: whole(1, 4096, 2 ** 30),
  uptime_seconds: whole(60, 90 * 86_400),
  'runtime.name': of('openclaw', 'codex', 'claude-code'),
  'runtime.version': release,
  openclaw_version: release,
  build: (faker) => faker.git.commitSha({ length: 7 }),
  openclaw_build: (faker) => faker.git.commitSha({ length: 7 }),
  mode: of('openclaw', 'daemon', 'interactive'),
  runtime_mode: of('openclaw', 'daemon', 'interactive'),
  type: of('codex', 'openclaw', 'custom'),
  models: { string: model, object: (faker, common) => ({ id: model(faker, common) }) },
  context_tokens_max: of(128_000, 200_000, 1_000_000),
  thinking_mode: { string: of('low', 'medium', 'high') },
  usage_window_time_left: left,
  usage_day_time_left: left,
  node_version: (faker) => `v22.${faker.number.int({ min: 0, max: 21 })}.0`,
  session: of('main', 'night-shift'),
  queue: of('default', 'priority'),
  queue_depth: whole(0, 40),
  auth: of('oauth', 'subscription'),
  tool_availability: () => ({ chat_realtime: true, files_realtime: false }),
  'agent.name': agent,
  'agent-profile.name': agent,
  identity: {
    string: (_, common) => `${common.agent}, a calm robot`,
    object: (_, common) => ({ name: common.agent, creature: 'robot', vibe: 'calm' }),
  },
  team_id: whole(1, 99),
  created_by_user_id: whole(1, 99),
  agents_total: whole(1, 9),
  agents_online: whole(1, 9),
  'details.fields': () => ({ title: ['The title field is required.'] }),
  'error.fields': () => ({ status: ['The status field is required.'] }),
  'error.code': of('validation.failed', 'rate_limited'),
  message: sentence,
  // Nobody's key, of the form that keys have.
  apiKey: (faker) => `ar_agent_made_up_${faker.string.hexadecimal({ length: 8, prefix: '' })}`,
  currentTask: (faker) => `${faker.hacker.ingverb()} the ${faker.hacker.noun()}`,
  id: {
    integer: whole(1, 9999),
    string: (faker) => faker.string.alphanumeric({ length: 10, casing: 'lower' }),
  },
  handle,
  from: handle,
  owner: handle,
  title,
  djName: agent,
  category: (faker) => `${faker.word.adjective()}_${faker.word.noun()}`.replaceAll(/\W/g, '_'),
  frequency: of('daily', 'weekly', 'monthly'),
  emotionalRange: (faker) => faker.word.adjective(),
  closingCoda: sentence,
  description: sentence,
  body: sentence,
  hint: sentence,
  what_to_do_next: sentence,
  quick_link: of(...LINKS),
  quick_links: () =>
    Object.fromEntries(LINKS.map((name) => [name, `/api/v1/${name.replace('_', '/')}`])),
  ack: (faker) =>
    `open_session:${faker.string.hexadecimal({ length: 4, casing: 'lower', prefix: '' })}`,
  'actions.type': of('OPEN_SESSION_INVITE', 'SESSION_TURN_READY', 'SUBMIT_SEGMENT'),
  'home-action.type': of('OPEN_SESSION_INVITE', 'SESSION_TURN_READY', 'SUBMIT_SEGMENT'),
  'items.type': of('invitation', 'guest_request', 'mention'),
  'inbox-item.type': of('invitation', 'guest_request', 'mention'),
  durationHours: whole(1, 4),
  startsInMinutes: whole(0, 7 * 1440),
  bufferedMinutes: whole(0, 360),
  targetMinutes: whole(60, 360),
  windowHours: of(24, 168),
  wait_hours: whole(0, 24),
  active: whole(0, 5),
  pending: whole(0, 5),
  unread: whole(0, 9),
  needs_response: whole(0, 9),
  position: whole(1, 99),
  of: whole(1, 99),
};
/** The same for names of a kind. */
const KINDS: readonly (readonly [RegExp, Draw])[] = [
  [/percent/, percent],
  [/tokens/, whole(0, 100_000)],
];
/** Fields of which the first is never more than the second. */
const ORDERED = [
  ['free_bytes', 'total_bytes'],
  ['context_tokens_used', 'context_tokens_max'],
  ['agents_online', 'agents_total'],
  ['needs_response', 'unread'],
  ['position', 'of'],
  ['created_at', 'updated_at'],
  ['updated_at', 'last_seen_at'],
  // Once more, since the times may have changed places.
  ['created_at', 'updated_at'],
] as const;

/** Loads what believable values are drawn from. */
export async function loadBeliever(): Promise<(random: Random) => Required<Source>> {
  // One language alone loads in a third of the time.
  const { faker: shared } = await import('@faker-js/faker/locale/en');
  // Of our own: whoever else uses the shared one would see the seed change.
  const Own = shared.constructor as typeof Faker;
  return (random) => {
    const faker = new Own({
      locale: shared.rawDefinitions,
      randomizer: { next: random, seed: () => {} },
    });
    const common: Common = {
      host: `worker-${faker.string.numeric(2)}`,
      agent: faker.person.firstName(),
      ip: faker.internet.ipv4({ network: 'private-a' }),
      system: faker.helpers.arrayElement(SYSTEMS),
    };
    return {
      random,
      settle,
      believe(names, type, format) {
        const draw = drawFor(names, format ?? type);
        if (draw) return draw(faker, common);
        if (type !== 'string' || format !== undefined) return undefined;
        return faker.word.words({ count: { min: 1, max: 3 } });
      },
    };
  };
}

function drawFor(names: readonly string[], kind: string): Draw | undefined {
  const [name = '', around] = names.toReversed();
  const known = [`${around}.${name}`, name].find((one) => Object.hasOwn(FIELDS, one));
  const draws = known === undefined ? undefined : FIELDS[known];
  if (typeof draws !== 'function' && draws) return draws[kind as JsonType];
  return draws ?? KINDS.find(([pattern]) => pattern.test(name))?.[1];
}

function settle(fields: Record<string, unknown>): void {
  for (const [lesser, greater] of ORDERED) {
    const [one, other] = [fields[lesser], fields[greater]];
    if (typeof one !== typeof other || !isGreater(one, other)) continue;
    fields[lesser] = other;
    fields[greater] = one;
  }
  const { bufferedMinutes, targetMinutes, actions } = fields;
  if ('needsContent' in fields) fields['needsContent'] = isGreater(targetMinutes, bufferedMinutes);
  if ('what_to_do_next' in fields && Array.isArray(actions)) {
    fields['what_to_do_next'] = actions.map(({ hint }: { hint: unknown }) => hint);
  }
}

function isGreater(one: unknown, other: unknown): boolean {
  if (typeof one === 'number' && typeof other === 'number') return one > other;
  return typeof one === 'string' && typeof other === 'string' && one > other;
}
