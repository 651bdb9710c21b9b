import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { suiteOf } from '../../src/conformance/server-check.ts';
import { caseParts, loadSuite } from '../../src/conformance/scenario/load.ts';
import { buildRequest, get } from '../../src/conformance/scenario/request.ts';
import { FileError } from '../../src/errors.ts';
import { contractFolder } from '../contract/support/contracts.ts';

const FIXTURES = join(contractFolder('agentradio'), '../../fixtures/agentradio');
const SCENARIO = 'scenarios/server/01-scenario.yaml';
const DEFAULTS = 'scenarios/server/defaults.yaml';

const GOOD_DEFAULTS = `
send:
  operation: heartbeat
  fixture: valid/document-example
  headers: { Authorization: 'Bearer \${api-key}' }
`;
const GOOD_STEPS = `
  - name: first
    capture: { id: /agent/id }
  - pause: { after: first, seconds: 2 }
  - expect:
      - requirement: AR-S-011
        body: { /agent/id: { same-as: id } }
`;

/** Makes the folder of a contract that has one scenario. */
async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'scenarios-'));
  onTestFinished(() => rm(parent, { recursive: true }));
  const folder = join(parent, 'agentradio');
  const original = contractFolder('agentradio');
  await cp(original, folder, {
    recursive: true,
    filter: (source) => !source.startsWith(join(original, 'scenarios')),
  });
  await mkdir(join(folder, 'scenarios', 'server'), { recursive: true });
  const all = { [DEFAULTS]: GOOD_DEFAULTS, [SCENARIO]: scenarioOf(GOOD_STEPS), ...files };
  for (const [name, text] of Object.entries(all)) await writeFile(join(folder, name), text);
  return folder;
}

function scenarioOf(steps: string): string {
  return `title: A scenario\nsteps:\n${steps.trimEnd()}\n`;
}

/** What loading complains about, without the path of the folder. */
async function complaintOf(folder: string): Promise<string> {
  const error = await loadSuite(folder, FIXTURES).then(
    () => new Error('nothing is complained about'),
    (reason: unknown) => reason as Error,
  );
  expect(error, String(error)).toBeInstanceOf(FileError);
  return error.message.replace(`${folder}/`, '');
}

/** What is complained about in a file, by its parts. */
async function complaintAbout(name: string, text: string): Promise<object> {
  const told = await complaintOf(await folderWith({ [name]: text }));
  const [, file, line, words] = /^([^:]+):(\d+): (.*)$/.exec(told) ?? [];
  return { file, line: Number(line), words };
}

/** A complaint that names the line which `# here` marks. */
function complaint(file: string, text: string, words: string): object {
  const line = text.split('\n').findIndex((content) => content.includes('# here')) + 1;
  return { file, line, words: expect.stringContaining(words) };
}

/** Mistakes in the steps of a scenario: what it is, the steps, and words of the complaint. */
const MISTAKES: readonly [string, string, string][] = [
  [
    'a tab',
    `
  - expect:
\t  - requirement: AR-S-001 # here
`,
    'this is not YAML as it is needed: Tabs are not allowed as indentation',
  ],
  [
    'a key that stands there twice',
    `
  - times: 2
    times: 3 # here
`,
    'Map keys must be unique',
  ],
  [
    'an alias without its anchor',
    `
  - expect:
      - *envelope # here
`,
    'envelope',
  ],
  [
    'a misspelt key of a step',
    `
  - name: first
    expct: # here
      - { requirement: AR-S-001, status: 2xx }
`,
    'expct: no such key is known here; remove it, or correct its spelling',
  ],
  [
    'a misspelt key of an expectation',
    `
  - expect:
      - requirement: AR-S-001
        staus: 2xx # here
`,
    'staus: no such key is known here',
  ],
  [
    'a misspelt key of a request',
    `
  - cases:
      - case: without a key
        header: { Authorization: null } # here
`,
    'header: no such key is known here',
  ],
  [
    'an unknown operation',
    `
  - send:
      operation: hartbeat # here
`,
    'there is no operation "hartbeat"; there is heartbeat, heartbeatV1, home',
  ],
  [
    'an unknown operation of a case',
    `
  - cases:
      - case: by another route
        operation: hartbeat # here
`,
    'there is no operation "hartbeat"',
  ],
  [
    'an unknown operation in a condition',
    `
  - given:
      operation: hartbeat # here
`,
    'there is no operation "hartbeat"',
  ],
  [
    'an unknown fixture',
    `
  - send:
      fixture: valid/nothing # here
`,
    'there is no fixture "valid/nothing"; ',
  ],
  [
    'an unknown fixture among cases',
    `
  - cases:
      - valid/status-online
      - valid/nothing # here
`,
    'there is no fixture "valid/nothing"',
  ],
  [
    'an unknown requirement',
    `
  - expect:
      - requirement: AR-S-999 # here
        status: 2xx
`,
    'requirements.yaml has no requirement "AR-S-999" for servers',
  ],
  [
    'an unknown requirement among several',
    `
  - expect:
      - requirement:
          - AR-S-001
          - AR-S-999 # here
        status: 2xx
`,
    'requirements.yaml has no requirement "AR-S-999" for servers',
  ],
  [
    'a requirement of clients',
    `
  - expect:
      - requirement: AR-C-001 # here
        status: 2xx
`,
    'requirements.yaml has no requirement "AR-C-001" for servers',
  ],
  [
    'a header that no request can have',
    `
  - send:
      headers:
        X Foo: bar # here
`,
    'must be the name of a header',
  ],
  [
    'a header with letters that no request can have',
    `
  - send:
      headers:
        X-Foo: '20 €' # here
`,
    'holds a character that no header can have',
  ],
  [
    'no requirement',
    `
  - expect:
      - status: 2xx # here
`,
    'requirement: is missing',
  ],
  [
    'an unknown shape',
    `
  - expect:
      - requirement: AR-S-001
        schema: heartbeat.respons # here
`,
    'there is no shape "heartbeat.respons" in schemas/',
  ],
  [
    'an unknown placeholder in a payload',
    `
  - send:
      set:
        /status: online
        /currentTask: 'Task of \${agnt-id}' # here
`,
    '${agnt-id} stands for nothing',
  ],
  [
    'an unknown placeholder in a header',
    `
  - cases:
      - case: as Bearer
        headers:
          Authorization: Bearer \${apikey} # here
`,
    '${apikey} stands for nothing',
  ],
  [
    'a value that no step before captures',
    `
  - capture: { handle: /agent/handle }
  - expect:
      - requirement: AR-S-011
        body:
          /agent/handle: { same-as: handle }
          /agent/id: { same-as: id } # here
`,
    'no step before captures "id"',
  ],
  [
    'a value that only the step itself captures',
    `
  - capture: { id: /agent/id }
    expect:
      - requirement: AR-S-011
        body:
          /agent/id: { differs-from: id } # here
`,
    'no step before captures "id"',
  ],
  [
    'a bound that is neither captured nor a pointer',
    `
  - expect:
      - requirement: AR-S-016
        body:
          /station/nextSlot/startsInMinutes: { at-most: minutes } # here
`,
    'no step before captures "minutes"',
  ],
  [
    'a condition on a value that was not captured',
    `
  - given:
      body:
        /heartbeatAt: { later-than: at } # here
`,
    'no step before captures "at"',
  ],
  [
    'a pause after an unknown step',
    `
  - name: first
  - pause:
      after: frist # here
      seconds: 2
`,
    'no step before has the name "frist"',
  ],
  [
    'a pause after a later step',
    `
  - pause:
      after: first # here
      seconds: 2
  - name: first
`,
    'no step before has the name "first"',
  ],
  [
    'a pause without a length',
    `
  - name: first
  - pause: # here
      after: first
`,
    'seconds: is missing',
  ],
  [
    'a misspelt key of a pause',
    `
  - name: first
  - pause:
      after: first
      second: 2 # here
`,
    'second: no such key is known here',
  ],
  [
    'an expectation without a condition',
    `
  - expect:
      - requirement: AR-S-001 # here
`,
    'must hold a condition beside the requirement',
  ],
  [
    'an expectation with no more than given',
    `
  - expect:
      - requirement: AR-S-001 # here
        given: { status: 2xx }
`,
    'must hold a condition beside the requirement',
  ],
  [
    'an expectation with an empty condition',
    `
  - expect:
      - requirement: AR-S-001
        body: {} # here
`,
    'must say what is expected',
  ],
  [
    'a status that is none',
    `
  - expect:
      - requirement: AR-S-001
        status: 99 # here
`,
    'status: ',
  ],
  [
    'a status among several that is none',
    `
  - times: 3
    until:
      - 429
      - 5x # here
`,
    'must be a status, a class such as 2xx, "refused", or "not" and one of the first two',
  ],
  [
    'a place in an answer that is no JSON Pointer',
    `
  - expect:
      - requirement: AR-S-001
        body:
          /ok: true
          agent.id: x # here
`,
    'must be a JSON Pointer',
  ],
  [
    'a place in a payload that is no JSON Pointer',
    `
  - send:
      remove:
        - currentTask # here
`,
    'must be a JSON Pointer: empty, or names with a / in front of each',
  ],
  [
    'a captured place that is no JSON Pointer',
    `
  - capture:
      id: agent/id # here
`,
    'must be a JSON Pointer',
  ],
  [
    'a wrong operator',
    `
  - expect:
      - requirement: AR-S-001
        body:
          /ok:
            equal: true # here
`,
    'equal: no such key is known here',
  ],
  [
    'a wrong rule for a header',
    `
  - expect:
      - requirement: AR-S-001
        headers:
          content-type: { mediatype: application/json } # here
`,
    'mediatype: no such key is known here',
  ],
  [
    'no operator at all',
    `
  - expect:
      - requirement: AR-S-001
        body:
          /ok: {} # here
`,
    'must say what is expected',
  ],
  [
    'a type that there is not',
    `
  - expect:
      - requirement: AR-S-001
        body:
          /ok: { type: text } # here
`,
    'must be string or number or integer or boolean or object or array or null or absent',
  ],
  [
    'a repetition that is none',
    `
  - send: { operation: heartbeat }
    times: 1 # here
`,
    'times: ',
  ],
];

describe('the file of a scenario', () => {
  it('loads where nothing is wrong with it', async () => {
    const { scenarios, defaults } = await loadSuite(await folderWith({}), FIXTURES);
    expect(scenarios).toMatchObject([{ file: '01-scenario.yaml', title: 'A scenario' }]);
    expect(defaults.send.operation).toBe('heartbeat');
  });

  it.each(MISTAKES)('may not have %s', async (_, steps, words) => {
    const text = scenarioOf(steps.replace('\n', ''));
    expect(await complaintAbout(SCENARIO, text)).toEqual(complaint(SCENARIO, text, words));
  });

  it('is told the same lines where they end as on Windows', async () => {
    const text = scenarioOf('  - send:\n      operation: hartbeat # here').replaceAll('\n', '\r\n');
    expect(await complaintAbout(SCENARIO, text)).toEqual(
      complaint(SCENARIO, text, 'there is no operation'),
    );
  });

  it('must be YAML', async () => {
    const text = scenarioOf('  - cases: [valid/status-online\n  - name: next # here');
    expect(await complaintAbout(SCENARIO, text)).toEqual(
      complaint(SCENARIO, text, 'this is not YAML as it is needed: '),
    );
  });

  it('needs a title', async () => {
    const folder = await folderWith({ [SCENARIO]: `steps:${GOOD_STEPS}` });
    expect(await complaintOf(folder)).toBe(`${SCENARIO}:1: title: is missing; it must be a text`);
  });

  it('needs steps', async () => {
    const folder = await folderWith({ [SCENARIO]: 'title: A scenario\n' });
    expect(await complaintOf(folder)).toContain(`${SCENARIO}:1: steps: is missing`);
  });

  it('must hold something', async () => {
    const folder = await folderWith({ [SCENARIO]: '# Nothing so far.\n' });
    expect(await complaintOf(folder)).toBe(`${SCENARIO}:1: must be a map of keys and values`);
  });

  it('may not ask for what nobody can give', async () => {
    const text = `title: A scenario\nneeds:\n  - third-key # here\nsteps:${GOOD_STEPS}`;
    expect(await complaintAbout(SCENARIO, text)).toEqual(
      complaint(SCENARIO, text, 'must be second-key or forbidden-key or inactive-key'),
    );
  });
});

describe('the defaults', () => {
  it.each([
    ['a misspelt key', `${GOOD_DEFAULTS}alwyas: [] # here\n`, 'alwyas: no such key is known here'],
    [
      'no operation',
      'send: # here\n  fixture: valid/document-example\n',
      'name the operation that requests call by default',
    ],
    [
      'an unknown fixture',
      GOOD_DEFAULTS.replace(/valid.*/, 'valid/nothing # here'),
      'there is no fixture "valid/nothing"',
    ],
    [
      'an unknown placeholder',
      `${GOOD_DEFAULTS}identity:\n  /agent/id: \${agnt-id} # here\n`,
      '${agnt-id} stands for nothing',
    ],
    [
      'a captured value, as it holds for all scenarios',
      `${GOOD_DEFAULTS}always:
  - requirement: AR-S-011
    body:
      /agent/id: { same-as: id } # here
`,
      'no step before captures "id"',
    ],
    [
      'an unknown shape among the causes',
      `${GOOD_DEFAULTS}causes:
  - given:
      schema: eror # here
    say: It failed.
`,
      'there is no shape "eror"',
    ],
  ])('may not have %s', async (_, text, words) => {
    expect(await complaintAbout(DEFAULTS, text)).toEqual(complaint(DEFAULTS, text, words));
  });
});

describe('the payloads', () => {
  const FIXTURE = 'valid/document-example.json';

  /** What is complained about where the payloads are as given; null takes a file away. */
  async function complaintWith(name: string, text: string | null): Promise<string> {
    const folder = await folderWith({});
    const fixtures = join(folder, 'payloads');
    await cp(FIXTURES, fixtures, { recursive: true });
    if (text === null) await rm(join(fixtures, name));
    else await writeFile(join(fixtures, name), text);
    const error = await loadSuite(folder, fixtures).catch((reason: unknown) => reason as Error);
    expect(error).toBeInstanceOf(FileError);
    return (error as Error).message.replace(`${fixtures}/`, '');
  }

  it('must be JSON', async () => {
    expect(await complaintWith(FIXTURE, '{"status": ')).toContain(`${FIXTURE}: this is not JSON: `);
    expect(await complaintWith('index.json', '[')).toContain('index.json: this is not JSON: ');
    expect(await complaintWith('index.json', '{}')).toBe('index.json: must be a list of fixtures');
  });

  it('must be there', async () => {
    expect(await complaintWith(FIXTURE, null)).toContain(`${FIXTURE}: cannot be read`);
    expect(await complaintWith('index.json', null)).toContain('index.json: cannot be read');
  });
});

describe('the folder of a contract', () => {
  it('needs defaults.yaml', async () => {
    const folder = await folderWith({});
    await rm(join(folder, DEFAULTS));
    expect(await complaintOf(folder)).toContain(DEFAULTS);
  });

  it('needs scenarios/server', async () => {
    const folder = await folderWith({});
    await rm(join(folder, 'scenarios'), { recursive: true });
    expect(await complaintOf(folder)).toBe(
      'scenarios/server: there is no such folder; scenarios of a contract stand there',
    );
  });

  it('needs requirements.yaml under that very name', async () => {
    const folder = await folderWith({});
    await rename(join(folder, 'requirements.yaml'), join(folder, 'requirments.yaml'));
    expect(await complaintOf(folder)).toContain('requirements.yaml: ');
  });

  it('needs a catalogue without mistakes', async () => {
    const file = 'requirements.yaml';
    const catalogue = await readFile(join(contractFolder('agentradio'), file), 'utf8');
    const text = catalogue.replace('basis: vendor', 'basis: vendors # here');
    expect(await complaintAbout(file, text)).toEqual(
      complaint(file, text, 'must be document or vendor or assumed'),
    );
  });
});

describe.each(['agentmc', 'agentradio'])('the scenarios of %s', async (contract) => {
  const suite = await suiteOf(contract);
  const { scenarios, defaults, requirements } = suite;
  const steps = scenarios.flatMap((scenario) => scenario.steps);
  const expectations = [
    ...(defaults.always ?? []),
    ...steps.flatMap((step) => ('expect' in step ? (step.expect ?? []) : [])),
  ];

  it('look at every requirement of servers', () => {
    const { accepted = [], refused = [] } = defaults.generated ?? {};
    const made = [...accepted, ...refused].flatMap(({ expect: expected }) => expected);
    const seen = new Set([...expectations, ...made].flatMap(({ requirement }) => requirement));
    expect(requirements.filter(({ id }) => !seen.has(id)).map(({ id }) => id)).toEqual([]);
  });

  it('put in nothing that gets lost, as where its surroundings are missing', () => {
    const inputs = { apiKey: 'k', agentId: 1, secondAgentId: 2, random: 'r', seed: 's' };
    const lost = steps.flatMap((step) => {
      if (step.pause) return [];
      return (step.cases ?? [{}]).flatMap((entry) => {
        const layers = [step.send ?? {}, caseParts(entry)];
        const { json } = buildRequest(suite, inputs, layers);
        const pointers = layers.flatMap(({ set = {} }) => Object.keys(set));
        return pointers.filter((pointer) => get(json, pointer) === undefined);
      });
    });
    expect(lost).toEqual([]);
  });

  it('begin with the control', () => {
    const roles = scenarios.map(({ role }) => role);
    expect(roles[0]).toBe('control');
    expect(roles.filter((role) => role === 'control')).toHaveLength(1);
  });

  it('need what the requirements they are for need', () => {
    const unmet = requirements.flatMap(({ id, needs }) =>
      scenarios
        .filter((scenario) =>
          scenario.steps.some(
            (step) =>
              'expect' in step &&
              step.expect?.some(({ requirement }) => [requirement].flat().includes(id)),
          ),
        )
        .flatMap((scenario) =>
          needs
            .filter((need) => !scenario.needs?.includes(need))
            .map((need) => `${scenario.file} looks at ${id} without ${need}`),
        ),
    );
    expect(unmet).toEqual([]);
  });
});
