import { chromium, type Browser } from 'playwright-core';

/** A headless browser, which whoever launches it has to close. */
export async function launchChromium(): Promise<Browser> {
  const { CHROMIUM = '/usr/bin/chromium' } = process.env;
  return chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update'],
  });
}
