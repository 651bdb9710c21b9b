import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { createMock, FileError, loadScenario } from '../../../src/index.ts';
import { library } from '../../../src/mock/generated/scenarios.ts';
import { root } from '../../support/processes.ts';

/** Writes a scenario file; gives its path. */
async function fileOf(text: string, name = 'own.yaml'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'scenario-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

async function complaintAbout(text: string, name?: string): Promise<string> {
  const file = await fileOf(text, name);
  const error = await loadScenario(file).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(FileError);
  return (error as Error).message.replace(file, basename(file));
}

const GOOD = `
title: Down for a minute, then slow.
contracts: [agentradio]
states:
  down:
    enter: { forget: [limits] }
    rules:
      - on: heartbeat
        times: 3
        reply: { error: RATE_LIMITED, retry-after: 1m30s, retry-after-form: date }
      - on: { operation: [home, inbox], method: GET, headers: { User-Agent: curl/* } }
        probability: 0.5
        limit: { kind: bucket, requests: 5, window: 10s, per: key+route, headers: [draft, legacy] }
        reply: { status: 503 }
    goto:
      - { after: 1m, to: slow }
      - { on: { operation: heartbeat, body: { /status: offline } }, count: 2, to: slow }
  slow:
    scene: { queue: starving, block: next }
    rules:
      - every: 2
        reply: { delay: { uniform: [100ms, 2s] }, fault: TRUNCATED_RESPONSE, bytes-per-second: 10 }
`;

it('a scenario file says all that a scenario can', async () => {
  const scenario = await loadScenario(await fileOf(GOOD));
  expect(scenario).toEqual({
    name: 'own',
    title: 'Down for a minute, then slow.',
    contracts: ['agentradio'],
    states: {
      down: {
        enter: { forget: ['limits'] },
        rules: [
          {
            on: { operation: ['heartbeat'] },
            times: 3,
            reply: { error: 'RATE_LIMITED', retryAfter: 90_000, retryAfterForm: 'date' },
          },
          {
            on: {
              operation: ['home', 'inbox'],
              method: 'GET',
              headers: { 'User-Agent': 'curl/*' },
            },
            probability: 0.5,
            limit: {
              kind: 'bucket',
              requests: 5,
              window: 10_000,
              per: 'key+route',
              headers: ['draft', 'legacy'],
            },
            reply: { status: 503 },
          },
        ],
        goto: [
          { after: 60_000, to: 'slow' },
          {
            on: { operation: ['heartbeat'], body: { '/status': 'offline' } },
            count: 2,
            to: 'slow',
          },
        ],
      },
      slow: {
        scene: { queue: 'starving', block: 'next' },
        rules: [
          {
            every: 2,
            reply: {
              delay: { uniform: [100, 2000] },
              fault: 'TRUNCATED_RESPONSE',
              bytesPerSecond: 10,
            },
          },
        ],
      },
    },
  });
  expect(createMock({ scenario }).scenarios().at(-1)).toMatchObject({ name: 'own', state: 'down' });
});

describe('a mistake in a scenario file', () => {
  it.each<[string, string, string]>([
    ['no title', 'states: { a: {} }', 'own.yaml:1: title: is missing; it must be a text'],
    ['no state', 'title: T\nstates: {}', 'own.yaml:2: states: must hold a state'],
    [
      'a misspelt key',
      'title: T\nstates:\n  a:\n    ruels: []',
      'own.yaml:4: states.a.ruels: no such key is known here',
    ],
    [
      'a contract that there is not',
      'title: T\ncontracts: [agentmx]\nstates: { a: {} }',
      'own.yaml:2: contracts.0: there is no contract "agentmx"; there is agentmc, agentradio',
    ],
    [
      'a state that there is not',
      'title: T\nstates:\n  a:\n    goto:\n      - { after: 1m, to: b }',
      'own.yaml:5: states.a.goto.0.to: there is no state "b"; there is a',
    ],
    [
      'a way without a reason',
      'title: T\nstates:\n  a:\n    goto:\n      - { to: a }',
      'own.yaml:5: states.a.goto.0: must say when: `after` a time, or `on` a request',
    ],
    [
      'an operation that there is not',
      'title: T\nstates:\n  a:\n    rules:\n      - { on: hartbeat, reply: { status: 503 } }',
      'own.yaml:5: states.a.rules.0.on: there is no operation "hartbeat"; there is agentHeartbeat',
    ],
    [
      'an error that there is not',
      'title: T\nstates:\n  a:\n    rules:\n      - reply: { error: TOO_HOT }',
      'own.yaml:5: states.a.rules.0.reply.error: no contract has the error "TOO_HOT"',
    ],
    [
      'a circumstance that there is not',
      'title: T\nstates:\n  a:\n    scene: { weather: rain }',
      'own.yaml:4: states.a.scene.weather: no contract knows of "weather"; there is block, queue',
    ],
    [
      'a value of a circumstance that there is not',
      'title: T\nstates:\n  a:\n    scene: { queue: full }',
      'own.yaml:4: states.a.scene.queue: must be starving',
    ],
    [
      'a duration without a unit',
      'title: T\nstates:\n  a:\n    rules:\n      - reply: { delay: 5 }',
      'own.yaml:5: states.a.rules.0.reply.delay: must be ',
    ],
    [
      'a duration of nothing known',
      'title: T\nstates:\n  a:\n    goto: [{ after: 5 minutes, to: a }]',
      'own.yaml:4: states.a.goto.0.after: must be a number with a unit, such as 200ms',
    ],
    [
      'a fault that there is not',
      'title: T\nstates:\n  a:\n    rules:\n      - reply: { fault: FIRE }',
      'own.yaml:5: states.a.rules.0.reply.fault: must be CONNECTION_RESET_BY_PEER or',
    ],
    [
      'a reply that says nothing',
      'title: T\nstates:\n  a:\n    rules:\n      - reply: {}',
      'own.yaml:5: states.a.rules.0.reply: must say what happens',
    ],
    [
      'a header with a line break',
      'title: T\nstates:\n  a:\n    rules:\n      - reply: { headers: { X-A: "a\\r\\nb: c" } }',
      'own.yaml:5: states.a.rules.0.reply.headers.X-A: must be a text without line breaks',
    ],
    [
      'a share above all',
      'title: T\nstates:\n  a:\n    rules:\n      - { probability: 1.5, reply: { status: 503 } }',
      'own.yaml:5: states.a.rules.0.probability: must be at most 1',
    ],
    [
      'an error that every object has',
      'title: T\nstates:\n  a:\n    rules:\n      - reply: { error: constructor }',
      'own.yaml:5: states.a.rules.0.reply.error: no contract has the error "constructor"',
    ],
    [
      'a circumstance that every object has',
      'title: T\nstates:\n  a:\n    scene: { constructor: x }',
      'own.yaml:4: states.a.scene.constructor: no contract knows of "constructor"',
    ],
    ...[
      '{ $repeat: 5, times: 1 }',
      '{ $repeat: x, times: -1 }',
      '{ $repeat: x, times: 99999999 }',
    ].map((value): [string, string, string] => [
      `a repetition that is none, ${value}`,
      `title: T\nstates:\n  a:\n    rules:\n      - reply: { set: { /a: [${value}] } }`,
      'own.yaml:5: states.a.rules.0.reply.set./a: must repeat a text',
    ]),
    [
      'an answer that is both changed and replaced',
      'title: T\nstates:\n  a:\n    rules:\n      - reply: { status: 500, set: { /a: 1 } }',
      "own.yaml:5: states.a.rules.0.reply: changes the contract's own answer by set",
    ],
    [
      'a header of the connection',
      'title: T\nstates:\n  a:\n    rules:\n      - reply: { headers: { Transfer-Encoding: chunked } }',
      'own.yaml:5: states.a.rules.0.reply.headers: may not hold connection, content-length',
    ],
    [
      'a window that takes no time',
      'title: T\nstates:\n  a:\n    rules:\n      - { limit: { requests: 1, window: 0s }, reply: { status: 503 } }',
      'own.yaml:5: states.a.rules.0.limit.window: must be longer than nothing',
    ],
    [
      'a range the wrong way round',
      'title: T\nstates:\n  a:\n    rules:\n      - reply: { delay: { uniform: [3s, 1s] } }',
      'own.yaml:5: states.a.rules.0.reply.delay.uniform: must go from the shorter one',
    ],
    [
      'a duration beyond all dates',
      'title: T\nstates:\n  a:\n    goto: [{ after: 300000000d, to: a }]',
      'own.yaml:4: states.a.goto.0.after: must be a number with a unit',
    ],
    [
      'a method in small letters',
      'title: T\nstates:\n  a:\n    rules:\n      - { on: { method: get }, reply: { status: 503 } }',
      'own.yaml:5: states.a.rules.0.on.method: must be a method in capitals',
    ],
    ['no YAML', 'title: [', 'own.yaml:1: this is not YAML as it is needed'],
  ])('is told with its place: %s', async (_, text, complaint) => {
    expect(await complaintAbout(text)).toContain(complaint);
  });

  it('is told of a file that is not there, or has no name for a scenario', async () => {
    await expect(loadScenario('/nowhere/own.yaml')).rejects.toThrow(
      '/nowhere/own.yaml: there is no such scenario file to read',
    );
    expect(await complaintAbout('title: T\nstates: { a: {} }', '1 2.yaml')).toContain(
      'a scenario is named after its file',
    );
  });
});

it('the published schema takes every scenario of the library, and no mistakes', async () => {
  const schema = JSON.parse(
    await readFile(`${root}schemas/mock-scenario.schema.json`, 'utf8'),
  ) as object;
  const validate = new Ajv2020({ strict: false }).compile(schema);
  for (const { name } of library) {
    const text = await readFile(`${root}scenarios/${name}.yaml`, 'utf8');
    expect(validate(parse(text)), `${name}: ${JSON.stringify(validate.errors)}`).toBe(true);
  }
  expect(validate(parse(GOOD))).toBe(true);
  expect(validate({ title: 'T', states: { a: { ruels: [] } } })).toBe(false);
  expect(validate({ title: 'T' })).toBe(false);
});
