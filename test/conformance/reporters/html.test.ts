import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ClientReport } from '../../../src/index.ts';
import type { Report } from '../../../src/conformance/report/verdict.ts';
import { COLOURS } from '../../../src/conformance/reporters/html/colours.ts';
import { formatReport } from '../../../src/conformance/reporters/index.ts';
import { HOSTILE, hostile } from './support/hostile.ts';
import { RUNS } from './support/reports.ts';

async function told(name: string, change: object = {}): Promise<string> {
  return formatReport({ ...(await RUNS[name]!()), ...change } as Report, 'html');
}

/** What a reader sees, without tags. */
function textOf(html: string): string {
  return html
    .replaceAll(/<(style|script)>.*?<\/\1>/gs, '')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** The part of a page about a requirement. */
function partOf(html: string, id: string): string {
  const [, part = ''] = html.split(`<div class="body" id="${id}">`);
  return part.split('<details class="card requirement')[0] ?? '';
}

describe.each(Object.entries(RUNS))('%s', (name, make) => {
  it('is one page that asks for nothing and allows its own script and style only', async () => {
    const html = await told(name);
    expect(html.endsWith('</html>\n')).toBe(true);
    const hashOf = (tag: string) => {
      const [, text = ''] = new RegExp(`<${tag}>(.*?)</${tag}>`, 's').exec(html) ?? [];
      return `sha256-${createHash('sha256').update(text).digest('base64')}`;
    };
    expect(html).toContain(
      `content="default-src &#39;none&#39;; style-src &#39;${hashOf('style')}&#39;; script-src &#39;${hashOf('script')}&#39;;`,
    );
    expect(html.match(/<(?:script|style|link|iframe|img|object|embed)\b[^>]*>/g)).toEqual([
      '<link rel="icon" href="data:,">',
      '<style>',
      '<script>',
    ]);
    expect(html).not.toMatch(/@import|url\(|<[^>]* (?:style|on\w+|src)=/);
  });

  it('tells the verdict, every requirement with its status, and what else there is to say', async () => {
    const report = await make();
    const html = await told(name);
    const text = textOf(html);
    for (const { id, title, requirement } of report.requirements) {
      expect(html).toContain(`<div class="body" id="${id}">`);
      expect(text).toContain(title);
      expect(text).toContain(requirement.replaceAll('`', ''));
    }
    const statuses = html.match(/data-status="\w+"/g) ?? [];
    const count = (status: string) =>
      statuses.filter((one) => one === `data-status="${status}"`).length;
    expect(count('pass')).toBe(report.totals.pass);
    expect(count('fail') + count('light') + count('known')).toBe(report.totals.fail);
    for (const problem of [
      ...(report.baseline?.problems ?? []),
      ...(report.coverage.problems ?? []),
    ]) {
      expect(text).toContain(problem);
    }
    expect(text).toMatch(/Fail|Pass|No verdict/);
  });
});

describe('what failed of a server', () => {
  it('stands there with what was expected, what came, and the request to copy', async () => {
    const part = textOf(partOf(await told('a server that fails'), 'AMC-S-008'));
    expect(part).toContain('AgentMC operation page "agentHeartbeat", Error Responses / 422');
    expect(part).toContain(
      '/error/details/fieldsThe error.details.fields field must be an object.',
    );
    expect(part).toContain('-H \'x-api-key: \'"$HEARTBEAT_API_KEY" --data-raw');
    expect(part).toContain('"code": "validation.failed"');
  });

  it('is told once where the same came again and again', async () => {
    const part = textOf(partOf(await told('a server that fails'), 'AMC-S-001'));
    expect(part).toMatch(/Every answer: agentHeartbeat \d+ times/);
    expect(part).toMatch(/and in 1 other step/);
  });

  it('is known by a baseline, with its reason and a link', async () => {
    const html = await told('a server, weighed by a baseline and by coverage');
    const part = partOf(html, 'AMC-S-001');
    expect(textOf(part)).toContain(
      'Known by the baseline: Waits for the new gateway. (flaky) (until 2099-01-31) https:',
    );
    expect(part).toContain('<a href="https://issues.example/7" rel="noopener noreferrer">');
  });

  it('is run again by a command', async () => {
    const text = textOf(await told('a server that fails', { target: "http://it's.test" }));
    expect(text).toContain(
      [
        'npx heartbeat-kit check server \\',
        '  --contract agentmc \\',
        String.raw`  --url 'http://it'\''s.test' \ `.trimEnd(),
        '  --only AMC-S-001,AMC-S-008,AMC-S-013',
      ].join('\n'),
    );
  });

  it('is run again with the contract as it was given', async () => {
    const report = await RUNS['a server that fails']!();
    const text = textOf(await formatReport(report, 'html', { contract: './my own' }));
    expect(text).toContain("--contract './my own' ");
  });
});

describe('what failed of a client', () => {
  it('stands there with a picture: what came when, the wait that was asked for, what shows it', async () => {
    const part = partOf(await told('a client that fails'), 'AR-C-007');
    expect(textOf(part)).toContain('heartbeat was asked again 45 s after a 429');
    expect(part).toContain('<svg class="timeline" role="img" aria-label="rate-limited-seconds: ');
    expect(part).toContain('1 limited');
    // 180 s of 270 s, of which 90 s are left.
    expect(part).toContain(
      '<rect class="wait" x="66.67%" y="14" width="33.33%" height="24"><title>asked to wait 180 s</title></rect>',
    );
    expect(part).toContain('<svg class="mark limited" x="66.67%"');
    expect(part.match(/<svg class="mark evidence" x="(?:66.67|83.33)%"/g)?.length).toBe(6);
    expect(textOf(part)).toMatch(/0:03:00POST \/api\/heartbeatlimited 429/);
  });

  it('stays small with very many requests', async () => {
    const report = (await RUNS['a client that hammers']!()) as ClientReport;
    const timeline = Array.from({ length: 500 }, (_, id) => ({
      id,
      at: id * 1000,
      method: 'POST',
      path: '/api/heartbeat',
      outcome: 'accepted' as const,
      answer: '200',
    }));
    const busy = { name: 'busy', title: 'Busy.', lasted: 500_000, rate: 1, timeline };
    const html = await formatReport({ ...report, scenarios: [busy] }, 'html');
    const [, part = ''] = html.split('id="scenario-busy"');
    expect(part.match(/<svg class="mark accepted" x=/g)?.length).toBeLessThan(160);
    expect(textOf(part)).toContain('0:00:12 to 0:00:14: 3 requests, 200');
    expect(textOf(part)).toContain('400 others are left out.');
  });

  it.each([
    ['command', "python 'my agent.py'", "--only AR-C-007 \\\n  -- python 'my agent.py'"],
    ['attached', 'a client that was attached', '--only AR-C-007 \\\n  --attach'],
    ['log', 'it is.har', "npx heartbeat-kit check log 'it is.har' \\\n  --contract agentradio"],
    [
      'function',
      'myClient',
      'await checkClient({\n  "contract": "agentradio",\n  "state": "on_shift"',
    ],
  ])('is run again, where it was reached by %s', async (reached, client, command) => {
    expect(textOf(await told('a client that fails', { reached, client }))).toContain(command);
  });
});

describe.each(HOSTILE)('a report in which every text ends in %j', (text) => {
  it.each([
    'a server, weighed by a baseline and by coverage',
    'a client that dies',
    'a client that fails',
  ])('of %s is still one page without more tags', async (name) => {
    const report = await RUNS[name]!();
    const [plain, html] = await Promise.all([
      formatReport(hostile(report, 'harmless'), 'html'),
      formatReport(hostile(report, text), 'html'),
    ]);
    const tagsOf = (page: string) => (page.match(/<[a-z/!][^\s>]*/g) ?? []).toSorted();
    expect(tagsOf(html)).toEqual(tagsOf(plain));
    expect(html).not.toMatch(/href="(?!#|https?:|data:,)/);
    // oxlint-disable-next-line no-control-regex
    expect(html).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/);
    expect(html).not.toMatch(/\p{Surrogate}/u);
  });
});

describe('colours', () => {
  const palettes = [...COLOURS.matchAll(/\{[^{}]*--page[^{}]*\}/g)].map(([block]) =>
    Object.fromEntries(
      [...block.matchAll(/--([\w-]+):(#\w+)/g)].map(([, name = '', colour = '']) => [name, colour]),
    ),
  );

  it.each([
    ['text', 4.5, ['text', 'muted', 'link', 'fail'], ['page', 'card', 'inset']],
    ['text that is chosen, or in rows with failures', 4.5, ['text', 'muted'], ['chosen', 'bad']],
    [
      'shapes',
      3,
      ['pass', 'fail', 'light', 'known', 'open'],
      ['page', 'card', 'inset', 'window', 'bad'],
    ],
    ['edges of what can be used', 3, ['edge', 'link'], ['page', 'card']],
  ] as const)('of %s stand out, light, dark and on paper', (_, least, fronts, backs) => {
    expect(palettes).toHaveLength(3);
    for (const palette of palettes) {
      for (const front of fronts) {
        for (const back of backs) {
          const ratio = contrast(palette[front] ?? '', palette[back] ?? '');
          expect(
            ratio,
            `${front} ${palette[front]} on ${back} ${palette[back]}`,
          ).toBeGreaterThanOrEqual(least);
        }
      }
    }
  });
});

/** By https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const digits = colour.slice(1);
  const full = digits.length === 3 ? digits.replaceAll(/./g, '$&$&') : digits;
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const value = Number.parseInt(full.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
