import type { CheckClientInProcess } from '../conformance/check-client.ts';
import type { CheckServerOptions } from '../conformance/check-server.ts';
import { OptionError } from '../errors.ts';
import type { Session } from '../mock/session.ts';

/** A server that was started: its base URL, and what stops it. */
export interface StartedServer {
  readonly url: string;
  readonly close?: (() => unknown) | undefined;
}

/** What a server is checked with, however it is reached; see `checkServer`. */
type ServerSettings = Omit<CheckServerOptions, 'url' | 'target' | 'suite'>;

/** A server that runs, or that runs once the function is called. */
export interface ConformanceOfUrl extends ServerSettings {
  /** Its base URL; a function is called before the first test, after `beforeAll` of the file. */
  readonly url: string | Promise<string> | (() => string | Promise<string>);
  readonly mock?: undefined;
  readonly start?: undefined;
  readonly client?: undefined;
}

/** A mock, or a session of one; reached without a socket. */
export interface ConformanceOfMock extends ServerSettings {
  /** Where its clock stands still, waiting moves it on and takes no time. */
  readonly mock: Session;
  readonly url?: undefined;
  readonly start?: undefined;
  readonly client?: undefined;
}

/** A server that is started for the tests and stopped afterwards. */
export interface ConformanceOfStarted extends ServerSettings {
  /** Starts it, and gives its base URL. */
  readonly start: () => StartedServer | string | Promise<StartedServer | string>;
  readonly url?: undefined;
  readonly mock?: undefined;
  readonly client?: undefined;
}

/** A server that a command starts. */
export interface ConformanceOfCommand extends ServerSettings {
  /** For the shell; ended with all that it started. */
  readonly start: string;
  /** Where it will answer. */
  readonly url: string;
  /** Seconds until it must answer; 30 by default. */
  readonly wait?: number | undefined;
  readonly mock?: undefined;
  readonly client?: undefined;
}

/** A client that is a function; see `checkClient`. */
export interface ConformanceOfClient extends CheckClientInProcess {
  readonly url?: undefined;
  readonly mock?: undefined;
}

/** How a server is reached. */
export type ServerConformance =
  | ConformanceOfUrl
  | ConformanceOfMock
  | ConformanceOfStarted
  | ConformanceOfCommand;

/** What is checked, and with what. */
export type ConformanceOptions = ServerConformance | ConformanceOfClient;

/** @throws OptionError where it is not clear what is checked. */
export function checkOptions(options: ConformanceOptions): void {
  const { contract, url, mock, start, client } = options;
  if (typeof contract !== 'string') {
    throw new OptionError(
      'describeConformance needs the contract: agentmc, agentradio, or a folder',
    );
  }
  // Of a client, it is the first time of its clock.
  const server = typeof start === 'number' ? undefined : start;
  const given = Object.entries({ url, mock, start: server, client })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name);
  if (typeof start === 'string') {
    if (typeof url === 'string' && given.length === 2) return;
    throw new OptionError(
      'a command in start needs url as well, the text that says where it will answer, and nothing else',
    );
  }
  if (given.length === 1) return;
  throw new OptionError(
    `describeConformance takes one of url, mock, start and client; ${given.length === 0 ? 'none was given' : `${given.join(' and ')} were given`}`,
  );
}

/** What is checked, in a few words. */
export function nameOf(options: ConformanceOptions): string {
  const { contract, url, mock, start, client } = options;
  // The contract may be the path of a folder.
  const id = contract.replace(/[\\/]+$/, '').replace(/^.*[\\/]/, '');
  if (client) {
    const state = options.state === undefined ? '' : ` (${options.state})`;
    // A function that is written down in the options is called after its option.
    const name = ['', 'client'].includes(client.name) ? 'the client' : client.name;
    return `${id} of ${name}${state}`;
  }
  if (mock) return `${id} at the mock`;
  if (typeof url === 'string') return `${id} at ${withoutSecrets(url)}`;
  return start ? `${id} at a server that is started` : `${id} at a server of the tests`;
}

/** An address without user, password and query. */
function withoutSecrets(url: string): string {
  return url.replace(/\/\/[^/]*@/, '//').replace(/[?#].*/, '');
}
