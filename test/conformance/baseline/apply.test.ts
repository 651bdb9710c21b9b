import { describe, expect, it } from 'vitest';
import { applyBaseline, placesOf } from '../../../src/conformance/baseline/apply.ts';
import { parseBaseline } from '../../../src/conformance/baseline/load.ts';
import { updatedBaseline } from '../../../src/conformance/baseline/update.ts';
import type { Report } from '../../../src/conformance/report/verdict.ts';
import type { PlainReply, PlainRequest } from '../../../src/mock/types.ts';
import { checkInProcess } from '../support/in-process.ts';

type Handle = (request: PlainRequest) => PlainReply;
type Sent = { readonly meta?: Record<string, any>; readonly host?: Record<string, any> };

const NOW = Date.parse('2026-05-18T16:00:00Z');
const OPTIONS = {
  name: 'known.yaml',
  contract: 'agentmc',
  side: 'server',
  isUpdated: true,
} as const;

/** A server that crashes over some payloads. */
const crashing =
  (isBad: (sent: Sent) => boolean) =>
  (handle: Handle): Handle =>
  (request) => {
    const reply = handle(request);
    if (reply.status !== 200 || !isBad(JSON.parse(String(request.body)))) return reply;
    return { status: 500, headers: {}, body: 'oops' };
  };

const updated = async (report: Report, text = '') =>
  updatedBaseline(report, await parseBaseline(text, OPTIONS), NOW);
const weighed = async (report: Report, text: string) =>
  applyBaseline(report, await parseBaseline(text, OPTIONS), NOW, (one) => one);

describe('failures of payloads that are made up', () => {
  const isDeep = ({ meta }: Sent) => Number(meta?.['queue_depth']) > 700;

  it('are known by field and keyword, whatever the value and however many are alike', async () => {
    const options = { generated: true, only: 'AMC-S-031' };
    const text = await updated(await checkInProcess('agentmc', crashing(isDeep), options));
    expect(text).toMatch(
      / - Generated payloads that are valid\n +steps:\n(?: +- meta\.queue_depth, \w+\n)+ +reason/,
    );
    const other = await checkInProcess(
      'agentmc',
      crashing(({ meta }) => Number(meta?.['queue_depth']) > 600),
      options,
    );
    expect(await weighed(other, text)).toMatchObject({
      verdict: 'pass',
      baseline: { problems: [] },
    });
    const worse = await checkInProcess(
      'agentmc',
      crashing((sent) => isDeep(sent) || sent.meta?.['thinking_mode'] === false),
      options,
    );
    expect(await weighed(worse, text)).toMatchObject({ verdict: 'fail' });
    // Who does not ask for generated payloads sees nothing of them.
    const usual = await checkInProcess('agentmc', undefined, { only: 'AMC-S-031,AMC-S-002' });
    expect(await weighed(usual, text)).toMatchObject({ verdict: 'pass' });
    const mended = await checkInProcess('agentmc', undefined, options);
    expect((await weighed(mended, text)).baseline?.problems[0]).toContain('AMC-S-031 passes now');
    expect(await updated(mended, text)).not.toContain('AMC-S-031');
  });

  it('are the same whatever they were drawn with', async () => {
    const draw = (fuzz: number, fuzzSeed: number) =>
      checkInProcess('agentmc', crashing(isDeep), { fuzz, fuzzSeed, only: 'AMC-S-031' });
    const text = await updated(await draw(600, 1));
    expect(text).toMatch(/ - Random payloads\n +steps:\n +- meta\.queue_depth, type\n/);
    expect(await weighed(await draw(700, 2), text)).toMatchObject({ verdict: 'pass' });
  });
});

describe('a failure of which no place is known', () => {
  it('is known by an entry without scenarios, which --update-baseline writes', async () => {
    const report = await checkInProcess('agentmc', undefined, { only: 'AMC-S-002' });
    const [result] = report.requirements;
    const failed = { ...report, requirements: [{ ...result!, verdict: 'fail' as const }] };
    expect(placesOf(failed.requirements[0]!)).toEqual([{}]);
    const text = await updated(failed);
    expect(text).toMatch(/- requirement: AMC-S-002\n +reason: Found on 2026-05-18/);
    expect(await weighed(failed, text)).toMatchObject({ verdict: 'pass' });
    const elsewhere = text.replace('reason', 'scenarios: [What is required]\n    reason');
    expect(await weighed(failed, elsewhere)).toMatchObject({ verdict: 'fail' });
  });
});

describe('several entries for a requirement', () => {
  it('are all told, save for what they say alike', async () => {
    const report = await checkInProcess('agentmc', undefined, { only: 'AMC-S-006' });
    const places = ['What is required', 'What values are accepted', 'Every answer'];
    const findings = places.map((scenario) => ({ scenario, step: 'host-required' }));
    const [result] = report.requirements;
    const failed = {
      ...report,
      requirements: [{ ...result!, verdict: 'fail', findings }],
    } as unknown as Report;
    const entries = places.map(
      (scenario, index) =>
        `  - { requirement: AMC-S-006, scenarios: [${scenario}], reason: ${index > 0 ? 'b' : 'a'} }\n`,
    );
    const { requirements } = await weighed(failed, `failures:\n${entries.join('')}`);
    expect(requirements[0]?.known).toEqual([{ reason: 'a' }, { reason: 'b' }]);
  });
});
