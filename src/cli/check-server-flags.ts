import { readFile } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import type { CheckServerOptions } from '../conformance/check-server.ts';
import { BASES, LEVELS } from '../conformance/weights.ts';
import { isFolder } from '../contract/folder.ts';
import type { Basis, Level } from '../contract/types.ts';
import { contractIds } from '../mock/registry.ts';
import { CliError, EXIT } from './exit.ts';
import type { ReportFlags } from './report-flags.ts';
import type { Settings, SettingsOptions } from './settings.ts';

/** Adds the flags by which all checks weigh requirements. */
export function addWeighingFlags(command: Command): Command {
  return command
    .addOption(
      new Option('--basis <basis>', 'leave out requirements of a weaker basis')
        .choices(BASES)
        .default('assumed', 'assumed, which is all'),
    )
    .addOption(
      new Option('--fail-on <level>', 'the lightest level whose failure fails the run')
        .choices(LEVELS)
        .default('must'),
    );
}

/** The flags of `check server`, as they were given. */
export interface CheckServerFlags extends ReportFlags {
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
  readonly slow?: boolean;
  readonly generated?: boolean;
  readonly fuzz?: number;
  readonly seed?: number;
  readonly replay?: readonly string[];
  readonly saveFailures?: string;
  readonly rps?: number;
  readonly timeout: number;
  readonly maxTime: number;
  readonly concurrency: number;
  readonly ca?: string;
  readonly start?: string;
  readonly wait?: number;
}

/** Where the address of a contract's server may be; none for a contract that is a folder. */
function variableOf(contract: unknown): string | undefined {
  return typeof contract === 'string' && !isFolder(contract)
    ? `${contract.toUpperCase()}_BASE_URL`
    : undefined;
}

/** What else the flags of `check server` can be given by. */
export const CHECK_SERVER_SETTINGS: SettingsOptions = {
  section: 'checkServer',
  variables: ({ contract }) => ({
    url: variableOf(contract),
    apiKey: 'HEARTBEAT_API_KEY',
    agentId: 'HEARTBEAT_AGENT_ID',
    secondKey: 'HEARTBEAT_SECOND_KEY',
    secondAgentId: 'HEARTBEAT_SECOND_AGENT_ID',
    forbiddenKey: 'HEARTBEAT_FORBIDDEN_KEY',
    inactiveKey: 'HEARTBEAT_INACTIVE_KEY',
  }),
};

type Fail = Settings<CheckServerFlags>['fail'];

function usage(message: string): never {
  throw new CliError(message, EXIT.usage);
}

/** What is wrong with `--contract`, where it is neither a contract nor a folder. */
export function wrongContract(contract: string): string | undefined {
  if ((contractIds as string[]).includes(contract) || isFolder(contract)) return undefined;
  const ids = contractIds.join(', ');
  return `names no contract "${contract}"; there is ${ids}, or give a folder as ./name`;
}

/** @throws CliError or FileError where flags do not fit together. */
export function checkFlags({ flags, fail }: Settings<CheckServerFlags>): void {
  const { contract, start, wait, path } = flags;
  const wrong = wrongContract(contract);
  if (wrong !== undefined) fail('contract', wrong);
  if (wait !== undefined && start === undefined)
    usage('--wait says how long --start may take; give that too');
  if (flags.seed !== undefined && flags.fuzz === undefined)
    usage('--seed says what --fuzz draws from; give that too');
  if (flags.replay && (flags.generated || flags.fuzz !== undefined))
    usage('--replay runs its files alone; give it without --generated and --fuzz');
  if (start?.trim() === '') fail('start', 'is empty; give the command that starts the server');
  if (path !== undefined && !path.startsWith('/')) fail('path', 'must begin with a slash');
}

/**
 * What is checked, and how.
 *
 * @throws CliError or FileError that names what is wrong, and the cure.
 */
export async function readFlags({
  flags,
  fail,
}: Settings<CheckServerFlags>): Promise<CheckServerOptions> {
  const { contract, url } = flags;
  const variable = variableOf(contract);
  if (!url) {
    usage(`give the address of the server with --url${variable ? `, or in ${variable}` : ''}`);
  }
  const key = (name: 'apiKey' | 'secondKey' | 'forbiddenKey' | 'inactiveKey') => {
    const value = flags[name];
    if (!value || /^[\u0021-\u007E]+$/.test(value)) return value || undefined;
    return fail(name, 'holds a character that no key can have, such as a space or a line break');
  };
  const apiKey = key('apiKey');
  if (!apiKey) usage('give a valid key with --api-key, or in HEARTBEAT_API_KEY');
  return {
    contract,
    url: checkedUrl(url, fail),
    path: flags.path,
    apiKey,
    agentId: flags.agentId,
    secondKey: key('secondKey'),
    secondAgentId: flags.secondAgentId,
    forbiddenKey: key('forbiddenKey'),
    inactiveKey: key('inactiveKey'),
    headers: headersOf(flags.header ?? [], fail),
    only: flags.only,
    basis: flags.basis,
    failOn: flags.failOn,
    burst: flags.burst,
    slow: flags.slow,
    generated: flags.generated,
    fuzz: flags.fuzz,
    fuzzSeed: flags.seed,
    replay: flags.replay,
    rps: flags.rps,
    timeout: flags.timeout,
    maxTime: flags.maxTime,
    concurrency: flags.concurrency,
    ca: flags.ca === undefined ? undefined : await readCertificate(flags.ca, fail),
  };
}

/** Never repeats the address in an error: it might hold a password. */
function checkedUrl(text: string, fail: Fail): string {
  if (!URL.canParse(text))
    fail('url', 'must be a full address, such as https://example.com/api/v1');
  const { protocol, username, password, search, hash } = new URL(text);
  if (protocol !== 'http:' && protocol !== 'https:')
    fail('url', 'must begin with http:// or https://');
  if (username || password)
    fail('url', "must not hold a password; give it with --header 'Authorization: ...'");
  if (search || hash) fail('url', 'must be a base address, without ? and #');
  return text;
}

/** Headers that say how a message is sent, which is not for the user to decide. */
const OF_THE_CONNECTION =
  /^(?:connection|content-length|expect|host|keep-alive|te|trailer|transfer-encoding|upgrade)$/;

function headersOf(lines: readonly string[], fail: Fail): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [index, line] of lines.entries()) {
    const [, name, value] =
      /^([\w!#$%&'*+.^`|~-]+):[ \t]*([\t\u0020-\u007E\u0080-\u00FF]*?)[ \t]*$/.exec(line) ?? [];
    if (name === undefined || value === undefined) {
      return fail('header', `number ${index + 1} must have the form 'name: value'`);
    }
    const key = name.toLowerCase();
    if (OF_THE_CONNECTION.test(key)) {
      return fail('header', `may not set ${key}, which says how the request is sent`);
    }
    // Given twice, it is sent as one with both values.
    headers[key] = key in headers ? `${headers[key]}, ${value}` : value;
  }
  return headers;
}

async function readCertificate(file: string, fail: Fail): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() =>
    fail('ca', `${file}: there is no such file to read`),
  );
  const { X509Certificate } = await import('node:crypto');
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  try {
    if (blocks.map((block) => new X509Certificate(block)).length > 0) return text;
  } catch {
    // Told below, like a file without any.
  }
  return fail('ca', `${file}: this holds no certificate in PEM form that can be read`);
}
