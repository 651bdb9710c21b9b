import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { loadClientSuite } from '../../../src/conformance/client/load.ts';
import { profiles, type Profile } from '../../../src/conformance/client/profile.ts';
import { root } from '../../support/processes.ts';

const MINUTE = 60_000;
const agentradio = profiles['agentradio'] as Profile;
const agentmc = profiles['agentmc'] as Profile;

describe('the scenarios that come with the contracts', () => {
  it.each([
    ['agentmc', agentmc, undefined],
    ...Object.keys(agentradio.cadences).map((state) => ['agentradio', agentradio, state] as const),
  ] as const)('show every requirement of %s (%#)', async (_, profile, state) => {
    const { requirements, scenarios } = await loadClientSuite({ profile, state, beat: MINUTE });
    const ids = requirements.map(({ id }) => id);
    const shown = new Set(scenarios.flatMap(({ judges }) => judges));
    expect([...shown].toSorted()).toEqual(ids.toSorted());
    expect(Object.keys(profile.rules)).toEqual(ids);
  });

  it('begin a show for an agent that prepares one, and for no other', async () => {
    const names = async (state: string) =>
      (await loadClientSuite({ profile: agentradio, state, beat: MINUTE })).scenarios.map(
        ({ name }) => name,
      );
    expect(await names('preparing')).toContain('show-starts');
    expect(await names('on_shift')).not.toContain('show-starts');
  });

  it('last as many beats as they say', async () => {
    const lasts = async (beat: number) =>
      (await loadClientSuite({ profile: agentmc, state: undefined, beat })).scenarios.find(
        ({ name }) => name === 'steady',
      )?.lasts;
    expect(await lasts(MINUTE)).toBe(8 * MINUTE);
    expect(await lasts(10_000)).toBe(80_000);
  });
});

/** Loads one scenario, in a contract's folder of its own. */
async function load(text: string, state = 'on_shift') {
  const folder = await mkdtemp(join(tmpdir(), 'scenarios-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'scenarios/client'), { recursive: true });
  await symlink(
    resolve('contracts/agentradio/requirements.yaml'),
    join(folder, 'requirements.yaml'),
  );
  await writeFile(join(folder, 'scenarios/client/own.yaml'), text);
  const suite = await loadClientSuite({ profile: agentradio, state, beat: MINUTE, folder });
  return suite.scenarios;
}

const OWN = `title: An own one.
judges: [AR-C-007]
lasts: 5 beats
until: seen
states:
  limited:
    rules:
      - { on: heartbeat, reply: { error: rate-limited, retry-after: 1.5 beats } }
    goto:
      - { after: 2 beats, to: seen }
  seen: {}
`;

describe('the schema for editors', async () => {
  const text = await readFile(`${root}schemas/client-scenario.schema.json`, 'utf8');
  const isValid = new Ajv2020({ strict: false }).compile(JSON.parse(text) as object);

  it.each(['agentmc', 'agentradio'])('takes the scenarios of %s', async (contract) => {
    const folder = `${root}contracts/${contract}/scenarios/client`;
    for (const name of await readdir(folder)) {
      const value: unknown = parse(await readFile(join(folder, name), 'utf8'));
      expect(isValid(value), `${name}: ${JSON.stringify(isValid.errors)}`).toBe(true);
    }
  });

  it('refuses what the kit refuses', () => {
    expect(isValid(parse(OWN))).toBe(true);
    expect(isValid(parse(OWN.replace('judges', 'judge')))).toBe(false);
    expect(isValid(parse(OWN.replace('error:', 'eror:')))).toBe(false);
  });
});

describe('a scenario file', () => {
  it('gives durations in beats wherever the mock takes them', async () => {
    const [scenario] = await load(OWN);
    expect(scenario).toMatchObject({ name: 'own', lasts: 5 * MINUTE, until: 'seen' });
    const { limited } = scenario?.mock.states ?? {};
    expect(limited?.rules?.[0]?.reply.retryAfter).toBe(90_000);
    expect(limited?.goto?.[0]?.after).toBe(2 * MINUTE);
  });

  it('shows an agent on shift its show on air, unless it says otherwise', async () => {
    const [scenario] = await load(OWN);
    expect(scenario?.mock.states['limited']?.scene).toEqual({ block: 'current' });
    const [other] = await load(OWN.replace('  seen: {}', '  seen: { scene: { block: none } }'));
    expect(other?.mock.states['seen']?.scene).toEqual({ block: 'none' });
  });

  it('is left out where it makes no sense for the agent', async () => {
    expect(await load(`agent: [idle]\n${OWN}`, 'on_shift')).toEqual([]);
    expect(await load(`agent: [idle]\n${OWN}`, 'idle')).toHaveLength(1);
  });

  it.each([
    ['AR-C-007', 'AR-C-099', /own\.yaml:2: judges\.0: there is no client requirement "AR-C-099"/],
    ['AR-C-007', 'AR-S-001', /own\.yaml:2: judges\.0: must be the id of a client requirement/],
    ['5 beats', '5 bats', /own\.yaml:3: lasts: must be a number with a unit.* 3 beats/],
    [
      'until: seen',
      'until: gone',
      /own\.yaml:4: until: there is no state "gone"; there is limited, seen/,
    ],
    [
      'on: heartbeat',
      'on: heartbeet',
      /own\.yaml:8: states\.limited\.rules\.0\.on: there is no operation "heartbeet"/,
    ],
    ['to: seen', 'to: nowhere', /own\.yaml:10: .*there is no state "nowhere"/],
    ['title: An own one.', 'titel: An own one.', /own\.yaml:1: title: is missing/],
    [
      'lasts: 5 beats',
      'lasts: 5 beats\nagent: [asleep]',
      /own\.yaml:4: agent\.0: an agent has no state "asleep"; there is on_shift/,
    ],
  ])('with %j as %j is refused with its place', async (from, to, message) => {
    await expect(load(OWN.replace(from, to))).rejects.toThrow(message);
  });
});
