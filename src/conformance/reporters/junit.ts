import XMLBuilder from 'fast-xml-builder';
import { VERSION } from '../../version.ts';
import { casesOf, coverageShares, type TestCase } from './cases.ts';
import type { Reporter } from './index.ts';
import { viewOf, type View } from './view.ts';

/** What XML 1.0 has no way to write. */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/**
 * JUnit XML, as Jenkins, GitLab, Azure DevOps and actions for GitHub read it: a suite for the run, a
 * test for each requirement. Of a requirement it is not known how long it took.
 */
export const junit: Reporter = (report, options) => {
  const view = viewOf(report, options);
  const cases = casesOf(view);
  const count = (outcome: TestCase['outcome']) =>
    cases.filter((one) => one.outcome === outcome).length;
  const builder = new XMLBuilder({
    format: true,
    ignoreAttributes: false,
    suppressEmptyNode: true,
    suppressBooleanAttributes: false,
    tagValueProcessor: (_, value) => writable(String(value)),
    attributeValueProcessor: (_, value) => writable(String(value)),
  });
  return builder.build({
    '?xml': { '@_version': '1.0', '@_encoding': 'UTF-8' },
    testsuites: {
      testsuite: {
        '@_name': `${report.contract.id} ${view.kind}`,
        '@_package': report.contract.id,
        '@_id': '0',
        // In UTC; the format knows no zone.
        '@_timestamp': report.startedAt.slice(0, 'YYYY-MM-DDThh:mm:ss'.length),
        '@_hostname': 'localhost',
        '@_tests': String(cases.length),
        '@_failures': String(count('failed')),
        '@_errors': String(count('error')),
        '@_skipped': String(count('skipped')),
        '@_time': (report.durationMs / 1000).toFixed(3),
        properties: { property: propertiesOf(view) },
        testcase: cases.map(testcase),
        'system-out': [view.heading, ...view.notes, view.conclusion].join('\n'),
        'system-err': '',
      },
    },
  });
};

function propertiesOf({ report, heading }: View) {
  const properties = {
    subject: heading,
    verdict: report.verdict,
    'fail-on': report.failOn,
    'heartbeat-kit': VERSION,
    ...Object.fromEntries(
      coverageShares(report).map(([kind, share]) => [`coverage.${kind}`, share]),
    ),
  };
  return Object.entries(properties).map(([name, value]) => ({ '@_name': name, '@_value': value }));
}

function testcase({ name, path, outcome, status, message, details }: TestCase) {
  const told = [message, '', ...details].join('\n').trim();
  const problem = { '@_message': message, '@_type': status, '#text': details.join('\n') };
  return {
    '@_name': name.replaceAll(/\s+/g, ' '),
    '@_classname': path.join('.'),
    '@_time': '0',
    ...(outcome === 'failed' && { failure: problem }),
    ...(outcome === 'error' && { error: problem }),
    // Not as an attribute, which the schema of Jenkins does not know here.
    ...(outcome === 'skipped' && { skipped: told }),
  };
}

function writable(text: string): string {
  return text.replaceAll(FORBIDDEN, '');
}
