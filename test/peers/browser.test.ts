import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import { expect, it, onTestFinished } from 'vitest';
import { root } from '../support/processes.ts';
import { launchChromium } from './support/chromium.ts';

const require = createRequire(import.meta.url);

/** Versions of msw that users have, by the name they have here. */
const versions = ['msw', 'msw-3'];

it.each(versions)('a mock is the backend of a page, behind the worker of %s', async (msw) => {
  const { outputFiles } = await build({
    entryPoints: [`${root}test/peers/browser/page.ts`],
    alias: { msw },
    bundle: true,
    platform: 'browser',
    format: 'esm',
    target: 'chrome120',
    // In one file: what is loaded late, too, has to be found where there is no Node.
    splitting: false,
    write: false,
    logLevel: 'silent',
  });
  const files: Record<string, readonly [type: string, text: string]> = {
    '/': ['text/html', '<!doctype html><script type="module" src="/page.js"></script>'],
    '/page.js': ['text/javascript', outputFiles[0]?.text ?? ''],
    '/mockServiceWorker.js': [
      'text/javascript',
      await readFile(require.resolve(`${msw}/mockServiceWorker.js`), 'utf8'),
    ],
  };
  const server = createServer((request, response) => {
    const [type, text] = files[request.url ?? ''] ?? ['text/plain', 'from the real server'];
    response.writeHead(200, { 'content-type': type }).end(text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const browser = await launchChromium();
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.waitForFunction('globalThis.tryOut');
  const seen = await page.evaluate('tryOut()');
  expect(seen).toMatchInlineSnapshot(`
    {
      "after it": "200 {"shows":[{"id":"show_1","title":"Speedy",
      "broken off": "TypeError",
      "hang": "TimeoutError",
      "heartbeat": "200 {"ok":true,"agent":{"id":"agent_9a877b3c",
      "journal": [
        "heartbeat 200",
        "shows 200",
        "agentHeartbeat 401",
        "shows 200",
        "shows 200",
        "shows 200",
        "shows 200",
        "shows 200",
      ],
      "listen": "mock.listen() needs Node; in a browser, give handlers(mock) of heartbeat-kit/msw to setupWorker()",
      "network error": "TypeError",
      "other origin": "200 {"shows":[{"id":"show_1","title":"Speedy",
      "override": "200 {"shows":[]}",
      "refused": "401 {"error":{"code":"auth.missing","message",
      "unrelated": "200 from the real server",
    }
  `);
  expect(problems).toEqual([]);
});
