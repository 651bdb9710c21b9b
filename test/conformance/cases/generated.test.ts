import { describe, expect, it } from 'vitest';
import * as agentmc from '../../../fixtures/broken/servers/agentmc.ts';
import * as agentradio from '../../../fixtures/broken/servers/agentradio.ts';
import { generatedScenarios } from '../../../src/conformance/cases/scenarios.ts';
import { caseParts } from '../../../src/conformance/scenario/load.ts';
import { buildRequest } from '../../../src/conformance/scenario/request.ts';
import { suiteOf } from '../../../src/conformance/server-check.ts';
import { namesIn } from '../../../src/contract/json-pointer.ts';
import { validate } from '../../../src/contract/validate.ts';
import { boundariesOf, placesOf } from '../../../src/generate/boundaries.ts';
import { randomOf } from '../../../src/generate/random.ts';
import { View } from '../../../src/generate/view.ts';
import { pointerOf } from '../../../src/conformance/cases/payloads.ts';
import { sentBy } from '../../../fixtures/broken/servers/tools.ts';
import type { Handle } from '../../../fixtures/broken/servers/types.ts';
import { checkInProcess, FULL } from '../support/in-process.ts';

type Sent = Record<string, any>;

const GENERATED = { generated: true, maxTime: 86_400 };

const contracts = [
  { contract: 'agentmc', harmless: agentmc.harmless },
  { contract: 'agentradio', harmless: agentradio.harmless },
] as const;

describe.each(contracts)('payloads made from the schema of $contract', async (given) => {
  const { contract, harmless } = given;
  const suite = await suiteOf(contract);
  const inputs = { ...FULL[contract], random: 'r4nd0m', seed: 'seed' };
  const scenarios = generatedScenarios(suite, inputs);
  const cases = scenarios.flatMap(({ steps }) =>
    steps.flatMap((step) =>
      step.pause
        ? []
        : (step.cases ?? []).map((entry) => {
            const parts = caseParts(entry);
            const { json } = buildRequest(suite, inputs, [parts]);
            const { violations } = validate(contract, 'heartbeat.request', json);
            return { about: step.about ?? '', isValid: step.valid !== false, parts, violations };
          }),
    ),
  );

  it('are valid, or wrong in the one place that they are about', () => {
    for (const { about, isValid, parts, violations } of cases) {
      const places = new Set(violations.map(({ pointer }) => pointer));
      expect({ case: parts.case, count: places.size }).toEqual({
        case: parts.case,
        count: isValid ? 0 : 1,
      });
      const [first] = violations;
      if (first) expect(about).toBe(`${first.field || 'the body'}, ${first.keyword}`);
    }
  });

  it('differ from what is accepted in one place', () => {
    for (const { parts } of cases) {
      const changes = [...Object.keys(parts.set ?? {}), ...(parts.remove ?? [])];
      expect(changes, parts.case).toHaveLength(1);
    }
  });

  it('stand on both sides of every constraint of every field', () => {
    const told = new Set(
      cases.map(({ about, isValid }) => `${about}, ${isValid ? 'inside' : 'outside'}`),
    );
    const root = View.of(suite.schemas, 'heartbeat.request');
    const untouched = suite.defaults.generated?.untouched ?? [];
    const fixed = [...Object.keys(suite.defaults.identity ?? {}), ...untouched];
    const missing = placesOf(root).flatMap((place) =>
      boundariesOf(place, { random: randomOf('any') }).flatMap(({ path, keyword, holds }) => {
        const pointer = pointerOf(path);
        if (untouched.includes(pointer)) return [];
        const field = namesIn(pointer).join('.') || 'the body';
        // The validator names the choice, or the list, where values are of another type.
        const isForm = path.some((step) => 'picks' in step);
        const names = [
          keyword,
          ...(isForm ? ['anyOf'] : []),
          ...(keyword === 'type' ? ['enum'] : []),
        ];
        const sides = ['outside'];
        const isShown = !['type', 'required'].includes(keyword) && !fixed.includes(pointer);
        if (isShown && holds.length > 0) sides.push('inside');
        return sides
          .filter((side) => !names.some((name) => told.has(`${field}, ${name}, ${side}`)))
          .map((side) => `${field}, ${keyword}, ${side}`);
      }),
    );
    expect(missing).toEqual([]);
  });

  it('hold no keys, and are the same each time', () => {
    const text = JSON.stringify(scenarios);
    expect(text).not.toContain('canary');
    expect(JSON.stringify(generatedScenarios(suite, inputs))).toBe(text);
  });

  it('are accepted and refused by the mock as they should be', async () => {
    const report = await checkInProcess(contract, undefined, GENERATED);
    const failed = report.requirements.filter(({ verdict }) => verdict === 'fail');
    expect(failed.map(({ id }) => id)).toEqual([]);
    const shown = report.requirements.filter(({ id }) => /-0(?:27|28|31|32)/.test(id));
    expect(shown.filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
  });

  it('are not sent unless they are asked for, which is told', async () => {
    const bodies: string[] = [];
    const change =
      (handle: Handle): Handle =>
      (request) => {
        bodies.push(String(request.body));
        return handle(request);
      };
    const { requirements } = await checkInProcess(contract, change, {});
    expect(bodies.length).toBeLessThan(150);
    const reasons = requirements.flatMap((one) => (one.passes === 0 ? one.reasons : []));
    expect(reasons).toContain('it needs --generated');
  });

  it.each(harmless)('do not fail $name, which is harmless', async (server) => {
    const { change, options, notes = [] } = server;
    const report = await checkInProcess(contract, change, {
      ...options,
      ...GENERATED,
      fuzz: 60,
    });
    const failed = report.requirements.filter(({ verdict }) => verdict === 'fail');
    expect(failed.map(({ id }) => id).toSorted()).toEqual(notes);
    expect(report.ending).toBeUndefined();
  });
});

describe('what is told of payloads', () => {
  it('is told once where they fail alike, with a count', async () => {
    const server = agentmc.broken.find(({ name }) => name === 'auth-of-any-type');
    const { requirements } = await checkInProcess('agentmc', server?.change, GENERATED);
    const lenient = requirements.find(({ id }) => id === 'AMC-S-032.lenient');
    expect(lenient?.findings).toHaveLength(1);
    expect(lenient?.findings[0]).toMatchObject({
      scenario: 'Generated payloads that are not valid',
      step: 'meta.auth, type: null (and 3 more like it)',
      similar: 3,
      differences: [{ where: 'status', expected: '4xx', actual: '200' }],
    });
    expect(lenient?.findings[0]?.sent.curl).toContain('"auth":null');
  });

  it('does not hold against a server that it answers what it was sent, and should not have taken', async () => {
    // Takes numbers for names, and shows them as they came; AMC-S-001 asks for text in the answer.
    const echo =
      (handle: Handle): Handle =>
      (request) => {
        const body = sentBy(request) as Sent | undefined;
        const name: unknown = body?.['host']?.name;
        if (!body || typeof name !== 'number') return handle(request);
        body['host'].name = 'x';
        const reply = handle({ ...request, body: JSON.stringify(body) });
        const answer = JSON.parse(reply.body);
        if (answer.host) answer.host.name = name;
        return { ...reply, body: JSON.stringify(answer) };
      };
    const { requirements } = await checkInProcess('agentmc', echo, GENERATED);
    const failed = requirements.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id);
    expect(failed).toEqual(['AMC-S-032.lenient']);
  });

  it('is no more than what --only asks for, and so is what is sent', async () => {
    const only = { ...GENERATED, only: 'AMC-S-032' };
    const { requests, requirements } = await checkInProcess('agentmc', undefined, only);
    expect(requirements.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual([
      'AMC-S-032 pass',
      'AMC-S-032.schema pass',
      'AMC-S-032.lenient pass',
    ]);
    const document = { ...only, basis: 'document' as const };
    const { requests: few } = await checkInProcess('agentmc', undefined, document);
    expect(few).toBeLessThan(10);
    expect(requests).toBeGreaterThan(300);
  });

  it('is nothing where not even a plain heartbeat is accepted', async () => {
    const down = (): Handle => () => ({ status: 500, headers: {}, body: '' });
    const report = await checkInProcess('agentmc', down, { ...GENERATED, fuzz: 50 });
    const { verdict, reasons } =
      report.requirements.find(({ id }) => id === 'AMC-S-032.schema') ?? {};
    expect({ verdict, reasons }).toEqual({
      verdict: 'inconclusive',
      reasons: [expect.stringContaining('not even a plain valid heartbeat is accepted')],
    });
    expect(report.requests).toBeLessThan(120);
  });
});
