import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, inject } from 'vitest';
import { root } from '../../support/processes.ts';

/**
 * A registry of npm that has the packed package as if it were published, and leads to the usual one for all
 * others; closed after the tests of the file.
 *
 * @returns its URL.
 */
export async function serveRegistry(): Promise<string> {
  const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
    readonly name: string;
    readonly version: string;
  };
  const { name, version } = manifest;
  const usual = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim();
  const server = createServer(({ url: path = '/' }, response) => {
    if (path === `/${name}`) {
      const dist = { tarball: `${url}/${name}.tgz` };
      const versions = { [version]: { ...manifest, dist } };
      response.end(JSON.stringify({ name, 'dist-tags': { latest: version }, versions }));
    } else if (path === `/${name}.tgz`) {
      createReadStream(inject('tarball')).pipe(response);
    } else {
      response.writeHead(307, { location: new URL(path.slice(1), usual).href }).end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return url;
}
