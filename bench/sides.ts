import { writeFile, mkdir } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from './child.ts';
import { outputOf } from './machine.ts';
import type { ContractId } from './workloads.ts';

/** What a server is to do. */
export interface Task {
  readonly contract: ContractId;
  readonly port: number;
  /** Path of the heartbeat. */
  readonly path: string;
  /** The answer of those that always give the same. */
  readonly answer: string;
  /** Folder of its own, for files that it needs. */
  readonly folder: string;
}

/** One way to have a backend for heartbeats. */
export interface Side {
  readonly name: string;
  /** `limit`: does less than a mock has to; `kit`: this project; `part`: without something; `peer`: what users would pick instead. */
  readonly kind: 'limit' | 'kit' | 'part' | 'peer';
  /** Whether its process can be asked what there is in it. */
  readonly ipc?: boolean;
  /** Whether it has to refuse what breaks the contract. */
  readonly validates?: boolean;
  /** Its version; undefined where it is not installed. */
  readonly version: () => string | undefined;
  readonly command: (task: Task) => readonly string[] | Promise<readonly string[]>;
}

const require = createRequire(import.meta.url);
const server = (name: string) => join(root, 'bench/servers', name);

/** The folder of an installed package. */
function folderOf(name: string): string {
  const [place] =
    require.resolve.paths(name)?.flatMap((path) => {
      try {
        readFileSync(join(path, name, 'package.json'));
        return [join(path, name)];
      } catch {
        return [];
      }
    }) ?? [];
  if (place === undefined) throw new Error(`${name} is not installed: run npm ci in bench`);
  return place;
}

const packageVersion = (name: string) => () =>
  (JSON.parse(readFileSync(join(folderOf(name), 'package.json'), 'utf8')) as { version: string })
    .version;
const own = () =>
  (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;
const nodeVersion = () => process.version;

function bare(name: string, ...words: string[]): Side {
  return {
    name,
    kind: 'limit',
    version: nodeVersion,
    command: ({ port, answer }) => [
      process.execPath,
      server('bare.mjs'),
      String(port),
      answer,
      ...words,
    ],
  };
}

/** The mock as a library, with words for `servers/kit.mjs`. */
export function kit(
  name: string,
  kind: Side['kind'],
  words: readonly string[] = [],
  flags: readonly string[] = [],
): Side {
  return {
    name,
    kind,
    ipc: true,
    validates: !words.includes('no-validation'),
    version: own,
    command: ({ port }) => [
      process.execPath,
      '--expose-gc',
      ...flags,
      server('kit.mjs'),
      String(port),
      ...words,
    ],
  };
}

export const BARE = bare('bare `node:http`');
export const PARSE = bare('`node:http` + `JSON.parse`', 'parse');
export const KIT = kit('heartbeat-kit', 'kit');

export const CLI: Side = {
  name: '`heartbeat-kit mock`, with its log',
  kind: 'kit',
  validates: true,
  version: own,
  command: ({ port }) => [
    process.execPath,
    join(root, 'bin/heartbeat-kit.js'),
    'mock',
    '--no-config',
    '--port',
    String(port),
  ],
};

const NGINX: Side = {
  name: 'nginx',
  kind: 'limit',
  version: () => {
    // It tells its version on standard error.
    const told = outputOf('sh', '-c', 'nginx -v 2>&1');
    return told?.match(/nginx\/(\S+)/)?.[1];
  },
  async command({ port, answer, folder, path }) {
    const file = join(folder, 'nginx.conf');
    await writeFile(
      file,
      `daemon off; master_process off; worker_processes 1; pid ${folder}/pid; error_log stderr crit;
      events { worker_connections 2048; }
      http {
        access_log off; keepalive_requests 1000000000; client_body_temp_path ${folder}; client_body_buffer_size 64k;
        proxy_temp_path ${folder}; fastcgi_temp_path ${folder}; uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
        server {
          listen 127.0.0.1:${port};
          location = ${path} { default_type application/json; return 200 ${nginxText(answer)}; }
        }
      }`,
    );
    return ['nginx', '-p', folder, '-c', file];
  },
};

/** A text in a configuration of nginx, in which nothing is a variable. */
function nginxText(text: string): string {
  if (text.includes('$')) throw new Error('nginx would take $ for a variable');
  return `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`;
}

const FASTIFY: Side = {
  name: 'Fastify + ajv',
  kind: 'peer',
  validates: true,
  version: packageVersion('fastify'),
  command: ({ port, answer, contract, path }) => [
    process.execPath,
    server('fastify.mjs'),
    String(port),
    answer,
    contract,
    path,
  ],
};

function prism(name: string, ...flags: string[]): Side {
  return {
    name,
    kind: 'peer',
    validates: true,
    version: packageVersion('@stoplight/prism-cli'),
    command: ({ port, contract }) => [
      process.execPath,
      join(folderOf('@stoplight/prism-cli'), 'dist/index.js'),
      'mock',
      '--port',
      String(port),
      ...flags,
      join(root, 'contracts', contract, 'openapi.yaml'),
    ],
  };
}

export const PRISM = prism('Prism, silent', '--verboseLevel', 'silent');

export const MOCKOON: Side = {
  name: 'Mockoon',
  kind: 'peer',
  version: packageVersion('@mockoon/cli'),
  async command({ port, answer, folder, path }) {
    const file = join(folder, 'mockoon.json');
    await writeFile(file, JSON.stringify(mockoonEnvironment(port, path, answer)));
    return [
      process.execPath,
      join(folderOf('@mockoon/cli'), 'bin/run.js'),
      'start',
      '--data',
      file,
      '--repair',
      '--disable-log-to-file',
      '--disable-admin-api',
    ];
  },
};

function mockoonEnvironment(port: number, path: string, body: string): object {
  const headers = [{ key: 'Content-Type', value: 'application/json' }];
  const answer = {
    uuid: 'f6a5b1f0-0000-4000-8000-000000000002',
    label: '',
    statusCode: 200,
    body,
    headers,
    latency: 0,
    bodyType: 'INLINE',
    rules: [],
    rulesOperator: 'OR',
    disableTemplating: true,
    fallbackTo404: false,
    default: true,
    crudKey: 'id',
    callbacks: [],
  };
  const route = {
    uuid: 'f6a5b1f0-0000-4000-8000-000000000001',
    type: 'http',
    documentation: '',
    method: 'post',
    endpoint: path.slice(1),
    responses: [answer],
    responseMode: null,
  };
  return {
    uuid: 'f6a5b1f0-0000-4000-8000-000000000000',
    lastMigration: 33,
    name: 'heartbeat',
    endpointPrefix: '',
    latency: 0,
    port,
    hostname: '127.0.0.1',
    folders: [],
    routes: [route],
    rootChildren: [{ type: 'route', uuid: route.uuid }],
    headers: [],
    proxyMode: false,
    cors: false,
    data: [],
    callbacks: [],
  };
}

export const WIREMOCK: Side = {
  name: 'WireMock, schema and journal',
  kind: 'peer',
  validates: true,
  version: () =>
    outputOf('java', '-version') === undefined ? undefined : packageVersion('wiremock')(),
  async command({ port, answer, folder, path, contract }) {
    await mkdir(join(folder, 'mappings'));
    const schema = JSON.stringify(
      inlined(join(root, 'contracts', contract, 'schemas'), 'heartbeat.request.schema.json'),
    );
    await writeFile(
      join(folder, 'mappings/heartbeat.json'),
      JSON.stringify({
        request: {
          method: 'POST',
          urlPath: path,
          bodyPatterns: [{ matchesJsonSchema: schema, schemaVersion: 'V202012' }],
        },
        response: { status: 200, body: answer, headers: { 'Content-Type': 'application/json' } },
      }),
    );
    return [
      'java',
      '-jar',
      join(
        folderOf('wiremock'),
        'build',
        `wiremock-standalone-${packageVersion('wiremock')()}.jar`,
      ),
      '--port',
      String(port),
      '--bind-address',
      '127.0.0.1',
      '--root-dir',
      folder,
      '--disable-banner',
      // As many as heartbeat-kit keeps; without a bound it keeps all until memory ends.
      '--max-request-journal-entries',
      '5000',
    ];
  },
};

/** A schema with all that it refers to in it, for those that cannot read several files. */
function inlined(folder: string, name: string): object {
  const defs: Record<string, unknown> = {};
  const read = (file: string): unknown => {
    const {
      $schema: _,
      $id: __,
      ...schema
    } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, unknown>;
    return walk(schema);
  };
  const walk = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(walk);
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(
      Object.entries(node).map(([key, value]) => {
        if (key !== '$ref' || typeof value !== 'string' || value.startsWith('#'))
          return [key, walk(value)];
        if (!(value in defs)) {
          defs[value] = {};
          defs[value] = read(value);
        }
        return [key, `#/$defs/${value}`];
      }),
    );
  };
  return { ...(read(name) as object), $defs: defs };
}

/** All sides, those that are the measure of the others first. */
export const sides: readonly Side[] = [
  BARE,
  PARSE,
  NGINX,
  KIT,
  CLI,
  kit('without validation of requests', 'part', ['no-validation']),
  kit('without the check of its own answers', 'part', ['no-self-check']),
  kit('without journal', 'part', [], ['--import', server('no-journal.mjs')]),
  kit('without state', 'part', ['no-state']),
  FASTIFY,
  PRISM,
  prism('Prism, with its log'),
  MOCKOON,
  WIREMOCK,
];

/** What was measured, and with what. */
export function versions(): Record<string, string> {
  const told: Readonly<Record<string, () => string | undefined>> = {
    'heartbeat-kit': own,
    nginx: NGINX.version,
    Fastify: FASTIFY.version,
    Prism: PRISM.version,
    Mockoon: MOCKOON.version,
    WireMock: WIREMOCK.version,
    Java: () => outputOf('sh', '-c', 'java -version 2>&1')?.match(/"(.+)"/)?.[1],
    msw: packageVersion('msw'),
    autocannon: packageVersion('autocannon'),
  };
  return Object.fromEntries(
    Object.entries(told).flatMap(([name, version]) => {
      const text = version();
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

/** Those that are installed. @param tell is told which are not. */
export function installed(tell: (text: string) => void): Side[] {
  return sides.filter((side) => {
    const isThere = side.version() !== undefined;
    if (!isThere) tell(`${side.name} is not installed, and left out`);
    return isThere;
  });
}
