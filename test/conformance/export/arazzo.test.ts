import { describe, expect, it } from 'vitest';
import { exportArazzo, type ExportOptions } from '../../../src/conformance/export/arazzo.ts';
import type { ArazzoDocument } from '../../../src/conformance/export/arazzo-types.ts';
import type { Scenario } from '../../../src/conformance/scenario/format.ts';
import type { Suite } from '../../../src/conformance/scenario/load.ts';
import { suiteOf } from '../../../src/conformance/server-check.ts';

const ALL: ExportOptions = { openapi: 'openapi.yaml', basis: 'assumed', failOn: 'assumed' };

interface Item {
  readonly scenario: string;
  readonly step?: number;
  readonly requirement?: string;
  readonly what: string;
}

const itemsOf = (document: ArazzoDocument) =>
  document['x-left-out'].flatMap(({ items }) => items as readonly Item[]);

/** Reasons by what is left out. */
function reasonsOf(document: ArazzoDocument): Record<string, string> {
  const all = document['x-left-out'].flatMap(({ why, items }) =>
    (items as readonly Item[]).map(({ what }) => [what, why]),
  );
  return Object.fromEntries(all);
}

/** Requirements that the criteria of a workflow stand for. */
function judgedIn(document: ArazzoDocument, workflow: string): Set<string> {
  const { steps = [] } = document.workflows.find(({ workflowId }) => workflowId === workflow) ?? {};
  const criteria = steps.flatMap(({ successCriteria = [] }) => successCriteria);
  return new Set(criteria.flatMap((criterion) => criterion['x-requirements'] ?? []));
}

/** Exports AgentRadio with a scenario of its own in the place of all others. */
async function exportScenario(steps: Scenario['steps']): Promise<ArazzoDocument> {
  const suite = await suiteOf('agentradio');
  const scenarios: Suite['scenarios'] = [{ title: 'Own', file: '01-own.yaml', steps }];
  return exportArazzo({ ...suite, scenarios, defaults: { ...suite.defaults, always: [] } }, ALL);
}

describe.each(['agentmc', 'agentradio'])('the export of %s', (contract) => {
  it.each([
    ['assumed', 'assumed'],
    ['document', 'must'],
  ] as const)('says or lists all that is expected (%s, %s)', async (basis, failOn) => {
    const suite = await suiteOf(contract);
    const document = exportArazzo(suite, { ...ALL, basis, failOn });
    const items = itemsOf(document);
    for (const { file, steps } of suite.scenarios) {
      const judged = judgedIn(document, file.replace('.yaml', ''));
      for (const [index, step] of steps.entries()) {
        const listed = items.filter((item) => item.scenario === file && item.step === index + 1);
        if (step.pause) {
          expect(listed).toHaveLength(1);
          continue;
        }
        for (const id of (step.expect ?? []).flatMap(({ requirement }) => requirement)) {
          const isListed = listed.some(({ requirement }) => requirement === id);
          expect({ file, id, isSaid: isListed || judged.has(id) }).toMatchObject({ isSaid: true });
        }
      }
    }
    const always = (suite.defaults.always ?? []).flatMap(({ requirement }) => requirement);
    const ofEvery = items.filter(({ scenario }) => scenario === 'defaults.yaml');
    expect(ofEvery.map(({ requirement }) => requirement)).toEqual(always);
  });

  it('refers to nothing but inputs that are declared and outputs of steps before', async () => {
    const suite = await suiteOf(contract);
    for (const { inputs, steps } of exportArazzo(suite, ALL).workflows) {
      const declared = Object.keys((inputs as { properties?: object })?.properties ?? {});
      const used = new Set<string>();
      const given: string[] = [];
      for (const step of steps) {
        expect(suite.operations.map(({ id }) => id)).toContain(step.operationId);
        const text = JSON.stringify({ ...step, outputs: undefined });
        for (const [, name = ''] of text.matchAll(/\$inputs\.(\w+)/g)) used.add(name);
        for (const [reference] of text.matchAll(/\$steps\.[\w.-]+/g)) {
          expect(given).toContain(reference);
        }
        for (const name of Object.keys(step.outputs ?? {})) {
          given.push(`$steps.${step.stepId}.outputs.${name}`);
        }
      }
      expect(declared.toSorted()).toEqual([...used].toSorted());
    }
  });

  it('names every workflow and step but once', async () => {
    const { workflows } = exportArazzo(await suiteOf(contract), ALL);
    const ids = workflows.flatMap(({ workflowId, steps }) => [
      workflowId,
      ...steps.map(({ stepId }) => stepId),
    ]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('judges by no requirement of a weaker basis or a lighter level than is asked for', async () => {
    const suite = await suiteOf(contract);
    const document = exportArazzo(suite, { ...ALL, basis: 'document', failOn: 'should' });
    const weights = document.workflows
      .flatMap(({ workflowId }) => [...judgedIn(document, workflowId)])
      .map((id) => suite.requirements.find((one) => one.id === id));
    expect(new Set(weights.map((one) => one?.basis))).toEqual(new Set(['document']));
    expect(weights.map((one) => one?.level)).not.toContain('assumed');
  });
});

describe('a workflow', () => {
  it('sends what the scenario sends, and asks for what it expects', async () => {
    const { workflows } = exportArazzo(await suiteOf('agentradio'), ALL);
    const workflow = workflows.find(({ workflowId }) => workflowId === '08-other-key');
    expect(workflow).toMatchInlineSnapshot(`
      {
        "description": "- AR-S-011.other-key (must): Another key gets another agent.id and agent.handle",
        "inputs": {
          "properties": {
            "apiKey": {
              "description": "A valid key.",
              "format": "password",
              "type": "string",
            },
            "secondKey": {
              "description": "A valid key of another agent.",
              "format": "password",
              "type": "string",
            },
          },
          "required": [
            "apiKey",
            "secondKey",
          ],
          "type": "object",
        },
        "steps": [
          {
            "description": "step 1",
            "operationId": "heartbeat",
            "outputs": {
              "handle": "$response.body#/agent/handle",
              "id": "$response.body#/agent/id",
            },
            "parameters": [
              {
                "in": "header",
                "name": "authorization",
                "value": "Bearer {$inputs.apiKey}",
              },
            ],
            "requestBody": {
              "contentType": "application/json",
              "payload": {
                "currentTask": "watching queue pressure",
                "queueAwareness": true,
                "status": "online",
              },
            },
            "stepId": "in-08-other-key-step-1",
            "successCriteria": [
              {
                "condition": "^2\\d\\d$",
                "context": "$statusCode",
                "type": "regex",
              },
            ],
          },
          {
            "description": "step 2 (AR-S-011.other-key)",
            "operationId": "heartbeat",
            "parameters": [
              {
                "in": "header",
                "name": "authorization",
                "value": "Bearer {$inputs.secondKey}",
              },
            ],
            "requestBody": {
              "contentType": "application/json",
              "payload": {
                "currentTask": "watching queue pressure",
                "queueAwareness": true,
                "status": "online",
              },
            },
            "stepId": "in-08-other-key-step-2",
            "successCriteria": [
              {
                "condition": "^2\\d\\d$",
                "context": "$statusCode",
                "type": "regex",
              },
              {
                "condition": "$[?search(@.agent.id, "")]",
                "context": "$response.body",
                "type": "jsonpath",
                "x-requirements": [
                  "AR-S-011.other-key",
                ],
              },
              {
                "condition": "$response.body#/agent/id != $steps.in-08-other-key-step-1.outputs.id",
                "x-requirements": [
                  "AR-S-011.other-key",
                ],
              },
              {
                "condition": "$[?search(@.agent.handle, "")]",
                "context": "$response.body",
                "type": "jsonpath",
                "x-requirements": [
                  "AR-S-011.other-key",
                ],
              },
              {
                "condition": "$response.body#/agent/handle != $steps.in-08-other-key-step-1.outputs.handle",
                "x-requirements": [
                  "AR-S-011.other-key",
                ],
              },
            ],
          },
        ],
        "summary": "Another key is another agent",
        "workflowId": "08-other-key",
      }
    `);
  });

  it('repeats a request as often as the scenario does', async () => {
    const { workflows } = await exportScenario([
      { times: 3, expect: [{ requirement: 'AR-S-001', status: '2xx' }] },
    ]);
    expect(workflows[0]?.steps.map(({ description }) => description)).toEqual([
      'step 1 (1 of 3) (AR-S-001)',
      'step 1 (2 of 3) (AR-S-001)',
      'step 1 (3 of 3) (AR-S-001)',
    ]);
  });

  it('leaves out steps that show nothing, but for those that others need', async () => {
    const { workflows } = await exportScenario([
      { name: 'shows-nothing', expect: [{ requirement: 'AR-S-013', schema: 'station' }] },
      {
        name: 'is-needed',
        capture: { id: '/agent/id' },
        expect: [{ requirement: 'AR-S-013', schema: 'station' }],
      },
      { name: 'leaves-a-state', send: { set: { '/status': 'idle' } } },
      {
        name: 'last',
        expect: [{ requirement: 'AR-S-011', body: { '/agent/id': { 'same-as': 'id' } } }],
      },
    ]);
    const [{ steps } = { steps: [] }] = workflows;
    expect(steps.map(({ stepId }) => stepId)).toEqual([
      'in-01-own-is-needed',
      'in-01-own-leaves-a-state',
      'in-01-own-last',
    ]);
    // Without an answer that is accepted, there is no value.
    expect(steps[0]).toMatchObject({
      successCriteria: [{ condition: '^2\\d\\d$' }],
      outputs: { id: '$response.body#/agent/id' },
    });
    expect(steps[2]?.successCriteria?.map(({ condition }) => condition)).toEqual([
      '^2\\d\\d$',
      '$response.body#/agent/id == $steps.in-01-own-is-needed.outputs.id',
    ]);
  });

  it('judges no answers that the scenario leaves unjudged', async () => {
    const document = await exportScenario([
      {
        expect: [
          { requirement: 'AR-S-001', given: { status: ['2xx', 404] }, status: 'not 404' },
          { requirement: 'AR-S-002', given: { status: 404 }, body: { '/ok': false } },
          { requirement: 'AR-S-003', given: { body: { '/ok': true } }, status: 200 },
        ],
      },
    ]);
    const [step] = document.workflows[0]?.steps ?? [];
    expect(step?.successCriteria).toEqual([
      {
        context: '$statusCode',
        condition: '^(?:[1235]\\d\\d|4[123456789]\\d|40[012356789])$',
        type: 'regex',
        'x-requirements': ['AR-S-001'],
      },
    ]);
    const why = 'it is about some answers only, and no criterion leaves the others unjudged';
    expect(reasonsOf(document)).toEqual({ 'body /ok: equals': why, status: why });
  });

  it('ends where the scenario waits for an answer', async () => {
    const limited = { status: 429 };
    const document = await exportScenario([
      { expect: [{ requirement: 'AR-S-001', status: '2xx' }] },
      { times: 'burst', until: 429, expect: [{ requirement: 'AR-S-017', ...limited }] },
      { expect: [{ requirement: 'AR-S-018', status: '2xx' }] },
    ]);
    expect(document.workflows[0]?.steps).toHaveLength(1);
    expect(itemsOf(document).map(({ requirement }) => requirement)).toEqual([
      'AR-S-017',
      'AR-S-018',
    ]);
  });

  it('says of values exactly what the scenario does', async () => {
    const document = await exportScenario([
      {
        send: { set: { '/currentTask': 'say "hi"', '/odd~1name': 1.5 } },
        expect: [
          {
            requirement: 'AR-S-001',
            status: 200,
            headers: { 'x-any': 'a.b', 'content-type': { 'media-type': 'text/x+y' } },
            body: {
              '/a': null,
              '/b/0': { 'one-of': ['x', 2], present: true },
              '/c': { type: ['string', 'null', 'absent'] },
              '/d': { type: 'number' },
              '/e': { echoes: '/currentTask' },
              '/f': { echoes: '/odd~1name' },
              '/g-h': { 'at-least': 1, below: '/a~0b' },
              '/i': { 'number-from': 0, 'number-to': 6 },
              '/j': { present: false },
            },
          },
        ],
      },
    ]);
    const { successCriteria = [] } = document.workflows[0]?.steps[0] ?? {};
    expect(successCriteria.map(({ condition }) => condition)).toEqual([
      '$statusCode == 200',
      '^a\\.b$',
      '^ *[Tt][Ee][Xx][Tt]/[Xx]\\+[Yy] *(?:;|$)',
      '$[?@.a == null]',
      '$[?@.b[0] == "x" || @.b[0] == 2]',
      '$[?@.b[0]]',
      '$[?search(@.c, "") || @.c == null || !@.c]',
      '$[?(@.d < 0 || @.d >= 0)]',
      '$[?@.e == "say \\"hi\\""]',
      '$[?@.f == 1.5]',
      '$[?@["g-h"] >= 1]',
      '$[?@["g-h"] < @["a~b"] && (@["g-h"] < 0 || @["g-h"] >= 0)]',
      '$[?!(@.i < 0)]',
      '$[?!(@.i > 6)]',
      '$[?!@.j]',
    ]);
    expect(itemsOf(document)).toEqual([]);
  });

  it('lists what it cannot say', async () => {
    const document = await exportScenario([
      {
        expect: [
          {
            requirement: 'AR-S-001',
            status: 200,
            schema: 'station',
            secrets: 'none',
            headers: { 'retry-after': { 'retry-after': true }, etag: { present: true } },
            body: {
              '/a': { equals: { deep: 1 } },
              '/b/*': { type: 'string' },
              '/c': { type: 'object' },
              '/d': { format: 'iso8601' },
              '/e': { names: 'host' },
              '/f': { 'same-in-all': true },
            },
          },
        ],
      },
      { send: { method: 'PUT' }, expect: [{ requirement: 'AR-S-001', status: 405 }] },
      { send: { text: 'no JSON' }, expect: [{ requirement: 'AR-S-001', code: 'X' }] },
      {
        send: { set: { '/currentTask': '$inputs.apiKey' } },
        expect: [{ requirement: 'AR-S-001', status: '2xx', code: 'Y' }],
      },
    ]);
    expect(reasonsOf(document)).toMatchInlineSnapshot(`
      {
        "body /a: equals": "no condition compares with such a value",
        "body /b/*: type": "no condition compares with such a value",
        "body /c: type": "JSONPath tells neither arrays and objects that are empty apart, nor whole numbers",
        "body /d: format": "there are no pauses, and times cannot be compared",
        "body /e: names": "no condition looks for a field among the names of an object",
        "body /f: same-in-all": "requests are sent one after the other",
        "code X (step 3)": "runners disagree on how a body that is not JSON is sent; Respect sends it as a JSON string",
        "header etag: present": "a runtime expression has no value to go by where a header is missing",
        "header retry-after: retry-after": "there are no pauses, and times cannot be compared",
        "no secrets": "no condition looks for keys in a whole answer",
        "schema station": "there are no criteria for schemas; some runners hold answers against the OpenAPI document",
        "status (step 2)": "a step calls an operation of the OpenAPI document, and so by its method",
        "status, code Y (step 4)": "a value holds what would be taken for a runtime expression",
      }
    `);
  });
});
