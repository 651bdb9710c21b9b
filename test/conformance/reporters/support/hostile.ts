import type { Report } from '../../../../src/conformance/report/verdict.ts';

/** What servers and clients may say, and a page must not do. */
export const HOSTILE = [
  '<script>globalThis.harmed = 1</script>',
  '</script></style></code><img src=x onerror="globalThis.harmed = 1">',
  '" onmouseover="globalThis.harmed = 1" x="',
  "' autofocus onfocus='globalThis.harmed = 1",
  'javascript:globalThis.harmed = 1',
  '<!-- ${1} {{1}} ]]> &lt;b&gt;',
  'مرحبا שלום \u202Etxt.exe\u2066',
  '🦞👩‍👩‍👧 \u0000\u001B[31m\u0085\uD800\uFFFF',
  'x'.repeat(3000),
] as const;

/** Names that decide how a report is told. */
const FIXED = new Set([
  'format',
  'verdict',
  'level',
  'basis',
  'failOn',
  'startedAt',
  'outcome',
  'kind',
  'reached',
  'expires',
  'method',
]);

/** A report in which every text, names of headers included, has something hostile behind it. */
export function hostile(report: Report, text: string): Report {
  const poison = (value: unknown): unknown => {
    if (typeof value === 'string') return value + text;
    if (Array.isArray(value)) return value.map(poison);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [
        name === 'content-type' ? name + text : name,
        FIXED.has(name) ? item : poison(item),
      ]),
    );
  };
  const poisoned = poison(report) as Report;
  const [first, ...rest] = poisoned.requirements;
  const known = [{ reason: text, link: text, expires: '2099-01-01' }];
  return { ...poisoned, requirements: [{ ...first, verdict: 'fail', known }, ...rest] } as Report;
}
