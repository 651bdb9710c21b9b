import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { FileError, OptionError } from '../../errors.ts';
import { unreadable } from '../../unreadable.ts';
import { isHttpUrl } from '../../http-url.ts';
import { firstIssue } from '../../issues.ts';
import { parseJson } from '../../json.ts';
import { anyRedactor } from '../../mock/any-redactor.ts';
import type { Exchange } from '../../mock/journal.ts';
import type { Behaviour } from '../../mock/types.ts';
import { harFormat } from './har.ts';
import { exchangeFormat } from './ndjson.ts';
import { toExchanges } from './exchanges.ts';
import type { RawExchange } from './raw.ts';

/** How recorded traffic is read. */
export interface ReadLogOptions {
  /**
   * Base URL of the service, to which the contract's paths are appended; by default it is where
   * requests go that look like the contract's and carry a key.
   */
  readonly url?: string | undefined;
}

/**
 * Reads recorded traffic: an HTTP archive (HAR 1.2), or exchanges as a mock exports them, one as JSON
 * per line. Keys are taken out, as in a mock's journal.
 *
 * @throws FileError that names the place and the cure, and no key; OptionError where `url` is none.
 */
export async function readLog(
  file: string,
  behaviour: Behaviour,
  options: ReadLogOptions = {},
): Promise<Exchange[]> {
  if (options.url !== undefined && !isHttpUrl(options.url)) {
    throw new OptionError('--url must be a full address, such as https://agentradio.com');
  }
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException): never => {
    throw unreadable(file, error);
  });
  const raw = parseLog(file, text.replace(/^\uFEFF/, ''), behaviour);
  if (raw.length === 0)
    throw new FileError(`${file}: there is no request in it; record some traffic first`);
  const exchanges = toExchanges(file, raw, behaviour, options);
  if (exchanges.some(({ operation }) => operation !== undefined)) return exchanges;
  throw new FileError(`${file}: ${nothingFound(raw.length, behaviour, options)}`);
}

function nothingFound(count: number, { contract }: Behaviour, { url }: ReadLogOptions): string {
  const none = `none of the ${count} requests in it is one of ${contract.title}`;
  if (url === undefined) return `${none}; is it the right contract?`;
  const { origin, pathname } = new URL(url);
  return `${none} below ${origin}${pathname.replace(/\/+$/, '')}; --url is what the paths of the contract are appended to`;
}

function parseLog(file: string, text: string, behaviour: Behaviour): readonly RawExchange[] {
  if (text.trim() === '') {
    throw new FileError(`${file}: there is nothing in it; record some traffic first`);
  }
  const check = checker(behaviour);
  const whole = parseJson(text);
  if (isArchive(whole)) return check(file, harFormat, whole).log.entries;
  const lines = text.split('\n');
  const first = lines.find((line) => line.trim() !== '') ?? '';
  // One exchange over several lines is told of below, by its first line.
  if (!/^\s*\{/.test(first) || (whole === undefined && parseJson(first) === undefined)) {
    throw new FileError(
      `${file}: this is neither an HTTP archive (HAR) nor JSON line by line; it may be cut off, so record it again`,
    );
  }
  const last = lines.findLastIndex((line) => line.trim() !== '');
  return lines.flatMap((line, index): RawExchange[] => {
    if (line.trim() === '') return [];
    const place = `${file}:${index + 1}`;
    const value = parseJson(line);
    if (value !== undefined) return [check(place, exchangeFormat, value)];
    throw new FileError(
      index === last && index > 0
        ? `${place}: the last line is cut off; remove it, or record it again`
        : `${place}: this line is not JSON; each exchange must stand on a line of its own`,
    );
  });
}

function isArchive(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'log' in value;
}

type Check = <T>(place: string, format: z.ZodType<T>, value: unknown) => T;

/** Gives values that have a form, and tells of others what is wrong, and where. */
function checker(behaviour: Behaviour): Check {
  return (place, format, value) => {
    const result = format.safeParse(value);
    if (result.success) return result.data;
    const { path, message } = firstIssue(result.error);
    const at = path
      .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
      .join('')
      .replace(/^\./, '');
    // Names of fields are the file's own, and may hold a key.
    const clean = anyRedactor([], behaviour.secretPrefixes).text(at, []);
    throw new FileError(`${place}: ${clean === '' ? '' : `${clean}: `}${message}`);
  };
}
