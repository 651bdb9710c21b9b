import { chromium, type Browser } from 'playwright-core';
import { onTestFinished } from 'vitest';

/** A headless browser, which is closed when the test is over. */
export async function launchChromium(): Promise<Browser> {
  const { CHROMIUM = '/usr/bin/chromium' } = process.env;
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update'],
  });
  onTestFinished(() => browser.close());
  return browser;
}
