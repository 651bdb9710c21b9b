import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Report } from '../../src/conformance/report/verdict.ts';
import { formatReport } from '../../src/conformance/reporters/index.ts';
import { HOSTILE, hostile } from '../conformance/reporters/support/hostile.ts';
import { RUNS } from '../conformance/reporters/support/reports.ts';
import { launchChromium } from './support/chromium.ts';

interface Shown {
  readonly page: Page;
  /** What the browser complained about, and what it asked for beside the file. */
  readonly problems: readonly string[];
}

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** Opens a report as a file. */
async function show(report: Report, options: BrowserContextOptions = {}): Promise<Shown> {
  const folder = await mkdtemp(join(tmpdir(), 'heartbeat-kit-html-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'report.html');
  await writeFile(file, await formatReport(report, 'html'));
  const url = pathToFileURL(file).href;
  const context = await browser.newContext(options);
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => problems.push(message.text()));
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && request.url() !== 'data:,') problems.push(request.url());
  });
  await page.goto(url);
  return { page, problems };
}

const made = (name: string) => RUNS[name]!();
const SERVER = 'a server, weighed by a baseline and by coverage';
const CLIENT = 'a client that hammers';

describe.each([SERVER, CLIENT])('the page about %s', (name) => {
  it('fits narrow and wide screens, light and dark, with all of it open', async () => {
    const { page, problems } = await show(await made(name));
    await page.evaluate(`for (const one of document.querySelectorAll('details')) one.open = true`);
    for (const width of [360, 1600]) {
      await page.setViewportSize({ width, height: 900 });
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        const background = await page.evaluate('getComputedStyle(document.body).backgroundColor');
        expect(background).toBe(colorScheme === 'dark' ? 'rgb(14, 17, 22)' : 'rgb(245, 246, 248)');
      }
    }
    expect(problems).toEqual([]);
  });

  it('is read without a script: what fails is open, the rest opens by click and by link', async () => {
    const report = await made(name);
    const { page, problems } = await show(report, { javaScriptEnabled: false });
    expect(await page.locator('#filter').isVisible()).toBe(false);
    expect(await page.locator('.copy-button').count()).toBe(0);
    expect(await page.locator('.requirement').count()).toBeGreaterThan(10);
    const failed = page.locator('.requirement.fail .finding');
    expect(await failed.first().isVisible()).toBe(true);
    const passed = page.locator('.requirement.pass');
    expect(await passed.first().locator('.source').isVisible()).toBe(false);
    await passed.first().locator('summary').first().click();
    expect(await passed.first().locator('.source').isVisible()).toBe(true);
    await page.locator('.matrix .mark.pass').last().click();
    expect(await page.locator('.body:target .source').isVisible()).toBe(true);
    expect(problems).toEqual([]);
  });

  it('filters by status, by level and by words, and starts again', async () => {
    const report = await made(name);
    const { page, problems } = await show(report);
    const visible = page.locator('.requirement:visible');
    const all = await page.locator('.requirement').count();
    expect(await visible.count()).toBe(all);
    const [first] = report.requirements;
    await page.getByLabel('Filter', { exact: true }).fill(`${first?.id} ${first?.title}`);
    expect(await visible.count()).toBe(1);
    expect(await page.locator('#filter output').textContent()).toBe(`1 of ${all} requirements`);
    await page.getByRole('button', { name: 'Reset' }).click();
    await page.waitForFunction(
      `!document.querySelector('.requirement[hidden]') && document.querySelector('output').textContent === '${all} requirements'`,
    );
    await page.locator('input[value=pass]').check();
    expect(await visible.count()).toBe(report.totals.pass);
    await page.locator('input[value=should]').check();
    const isLight = ({ verdict, level }: { verdict: string; level: string }) =>
      verdict === 'pass' && level === 'should';
    expect(await visible.count()).toBe(report.requirements.filter(isLight).length);
    await page.getByLabel('Filter', { exact: true }).fill('nothing is called like this');
    expect(await visible.count()).toBe(0);
    expect(await page.getByText('No requirement is like that.').isVisible()).toBe(true);
    // A link shows what it leads to all the same.
    await page.locator('.matrix .mark.fail').first().click();
    await page.waitForFunction(`document.querySelector('.requirement.fail:not([hidden])')`);
    expect(await visible.count()).toBe(1);
    expect(problems).toEqual([]);
  });

  it('is whole on paper, and light', async () => {
    const { page } = await show(await made(name), { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const passed = page.locator('.requirement.pass .source').first();
    expect((await passed.boundingBox())?.height).toBeGreaterThan(0);
    expect(await passed.isVisible()).toBe(true);
    expect(await page.locator('#filter').isVisible()).toBe(false);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(
      'rgb(255, 255, 255)',
    );
  });
});

it('copies a command as it stands', async () => {
  const { page } = await show(await made(SERVER), {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const block = page.locator('section[aria-labelledby=reproduce] pre');
  await block.getByRole('button', { name: 'Copy' }).click();
  await block.getByRole('button', { name: 'Copied' }).waitFor();
  const copied = await page.evaluate('navigator.clipboard.readText()');
  expect(copied).toMatch(/^export HEARTBEAT_API_KEY='…'\nnpx heartbeat-kit check server \\\n/);
  expect(copied).not.toContain('Cop');
});

it.each([SERVER, 'a client that dies'])('does nothing that %s tells it to', async (name) => {
  const { page, problems } = await show(hostile(await made(name), HOSTILE.join(' ')), {
    viewport: { width: 360, height: 900 },
  });
  await page.evaluate(`for (const one of document.querySelectorAll('details')) one.open = true`);
  expect(await page.evaluate('globalThis.harmed')).toBeUndefined();
  expect(await page.locator('script').count()).toBe(1);
  expect(
    await page.locator('img, [onerror], [onmouseover], [onfocus], [href^=javascript]').count(),
  ).toBe(0);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  expect(problems).toEqual([]);
});
