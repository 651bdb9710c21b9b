import { readFile } from 'node:fs/promises';
import type { CheckServerOptions } from '../conformance/check-server.ts';
import type { Basis, Level } from '../contract/types.ts';
import { contractIds } from '../mock/registry.ts';
import { CliError, EXIT } from './exit.ts';
import type { Io } from './io.ts';

/** The flags of `check server`, as they were given. */
export interface CheckServerFlags {
  readonly contract: string;
  readonly url?: string;
  readonly path?: string;
  readonly apiKey?: string;
  readonly agentId?: number;
  readonly secondKey?: string;
  readonly secondAgentId?: number;
  readonly forbiddenKey?: string;
  readonly inactiveKey?: string;
  readonly header?: readonly string[];
  readonly only?: string;
  readonly basis: Basis;
  readonly failOn: Level;
  readonly burst?: number;
  readonly slow?: true;
  readonly timeout: number;
  readonly maxTime: number;
  readonly concurrency: number;
  readonly ca?: string;
  readonly start?: string;
  readonly wait?: number;
  readonly reporter: 'pretty' | 'json';
}

function usage(message: string): never {
  throw new CliError(message, EXIT.usage);
}

/** @throws CliError where flags do not fit together. */
export function checkFlags({ contract, start, wait, path }: CheckServerFlags): void {
  if (!(contractIds as string[]).includes(contract) && !/[\\/.]/.test(contract)) {
    usage(
      `there is no contract "${contract}"; there is ${contractIds.join(', ')}, or give a folder as ./name`,
    );
  }
  if (wait !== undefined && start === undefined)
    usage('--wait says how long --start may take; give that too');
  if (start?.trim() === '') usage('--start is empty; give the command that starts the server');
  if (path !== undefined && !path.startsWith('/')) usage('--path must begin with a slash');
}

/**
 * What the command line and the environment say together.
 *
 * @throws CliError that names the flag which is wrong, and the cure.
 */
export async function readFlags(flags: CheckServerFlags, { env }: Io): Promise<CheckServerOptions> {
  const contract = flags.contract;
  const isBuiltIn = (contractIds as string[]).includes(contract);
  const variable = isBuiltIn ? `${contract.toUpperCase()}_BASE_URL` : undefined;
  const url = flags.url ?? (variable && env[variable]);
  if (!url) {
    usage(`give the address of the server with --url${variable ? `, or in ${variable}` : ''}`);
  }
  const key = (flag: 'apiKey' | 'secondKey' | 'forbiddenKey' | 'inactiveKey', name: string) => {
    const value = flags[flag] ?? env[name];
    if (!value) return undefined;
    if (/^[\u0021-\u007E]+$/.test(value)) return value;
    const option = `--${flag.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    return usage(
      `${option} (or ${name}) holds a character that no key can have, such as a space or a line break`,
    );
  };
  const number = (value: number | undefined, name: string) => {
    if (value !== undefined || !env[name]) return value;
    const parsed = /^[1-9]\d*$/.test(env[name]) ? Number(env[name]) : Number.NaN;
    if (!Number.isSafeInteger(parsed)) usage(`${name} must be a whole number of at least 1`);
    return parsed;
  };
  const apiKey = key('apiKey', 'HEARTBEAT_API_KEY');
  if (!apiKey) usage('give a valid key with --api-key, or in HEARTBEAT_API_KEY');
  return {
    contract,
    url: checkedUrl(url),
    path: flags.path,
    apiKey,
    agentId: number(flags.agentId, 'HEARTBEAT_AGENT_ID'),
    secondKey: key('secondKey', 'HEARTBEAT_SECOND_KEY'),
    secondAgentId: number(flags.secondAgentId, 'HEARTBEAT_SECOND_AGENT_ID'),
    forbiddenKey: key('forbiddenKey', 'HEARTBEAT_FORBIDDEN_KEY'),
    inactiveKey: key('inactiveKey', 'HEARTBEAT_INACTIVE_KEY'),
    headers: headersOf(flags.header ?? []),
    only: flags.only,
    basis: flags.basis,
    failOn: flags.failOn,
    burst: flags.burst,
    slow: flags.slow,
    timeout: flags.timeout,
    maxTime: flags.maxTime,
    concurrency: flags.concurrency,
    ca: flags.ca === undefined ? undefined : await readCertificate(flags.ca),
  };
}

/** Never repeats the address in an error: it might hold a password. */
function checkedUrl(text: string): string {
  if (!URL.canParse(text))
    usage('--url must be a full address, such as https://example.com/api/v1');
  const { protocol, username, password, search, hash } = new URL(text);
  if (protocol !== 'http:' && protocol !== 'https:')
    usage('--url must begin with http:// or https://');
  if (username || password)
    usage("--url must not hold a password; give it with --header 'Authorization: ...'");
  if (search || hash) usage('--url must be a base address, without ? and #');
  return text;
}

/** Headers that say how a message is sent, which is not for the user to decide. */
const OF_THE_CONNECTION =
  /^(?:connection|content-length|expect|host|keep-alive|te|trailer|transfer-encoding|upgrade)$/;

function headersOf(lines: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [index, line] of lines.entries()) {
    const [, name, value] =
      /^([\w!#$%&'*+.^`|~-]+):[ \t]*([\t\u0020-\u007E\u0080-\u00FF]*?)[ \t]*$/.exec(line) ?? [];
    if (name === undefined || value === undefined) {
      return usage(`--header number ${index + 1} must have the form 'name: value'`);
    }
    const key = name.toLowerCase();
    if (OF_THE_CONNECTION.test(key)) {
      return usage(`--header may not set ${key}, which says how the request is sent`);
    }
    // Given twice, it is sent as one with both values.
    headers[key] = key in headers ? `${headers[key]}, ${value}` : value;
  }
  return headers;
}

async function readCertificate(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() =>
    usage(`--ca ${file}: there is no such file to read`),
  );
  const { X509Certificate } = await import('node:crypto');
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  try {
    if (blocks.map((block) => new X509Certificate(block)).length > 0) return text;
  } catch {
    // Told below, like a file without any.
  }
  return usage(`--ca ${file}: this holds no certificate in PEM form that can be read`);
}
