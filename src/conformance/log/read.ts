import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { FileError, OptionError } from '../../errors.ts';
import { firstIssue } from '../../issues.ts';
import type { Exchange } from '../../mock/journal.ts';
import type { Behaviour } from '../../mock/types.ts';
import { harFormat } from './har.ts';
import { exchangeFormat } from './ndjson.ts';
import { toExchanges } from './exchanges.ts';
import type { RawExchange } from './raw.ts';

/** How recorded traffic is read. */
export interface ReadLogOptions {
  /**
   * Base URL of the service, to which the contract's paths are appended; by default every request is
   * taken for one to it whose path ends in one of the contract's.
   */
  readonly url?: string | undefined;
}

/**
 * Reads recorded traffic: an HTTP archive (HAR 1.2), or exchanges as a mock exports them, one as JSON
 * per line. Keys are taken out, as in a mock's journal.
 *
 * @throws OptionError, and FileError that names the place and the cure; neither tells a key.
 */
export async function readLog(
  file: string,
  behaviour: Behaviour,
  options: ReadLogOptions = {},
): Promise<Exchange[]> {
  if (options.url !== undefined && (!/^https?:/i.test(options.url) || !URL.canParse(options.url))) {
    throw new OptionError('url must be a full address, such as https://agentradio.com');
  }
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException): never => {
    const why = error.code === 'ENOENT' ? 'there is no such file to read' : 'it cannot be read';
    throw new FileError(`${file}: ${why}`);
  });
  const raw = parseLog(file, text.replace(/^\uFEFF/, ''));
  if (raw.length === 0) throw new FileError(`${file}: there is no request in it`);
  const exchanges = toExchanges(raw, behaviour, options);
  if (exchanges.some(({ operation }) => operation !== undefined)) return exchanges;
  const where = options.url === undefined ? '' : ` below ${new URL(options.url).origin}`;
  throw new FileError(
    `${file}: none of the ${raw.length} requests in it is one of ${behaviour.contract.title}${where}; ${options.url === undefined ? 'is it the right contract?' : '--url is what the paths of the contract are appended to'}`,
  );
}

function parseLog(file: string, text: string): readonly RawExchange[] {
  if (text.trim() === '') throw new FileError(`${file}: there is nothing in it`);
  const whole = parse(text);
  if (isArchive(whole)) return checked(file, '', harFormat, whole).log.entries;
  const lines = text.split('\n');
  // One exchange alone, written over several lines, is no line either.
  if (!/^\s*\{/.test(text) || (whole === undefined && parse(lines[0] ?? '') === undefined)) {
    throw new FileError(
      `${file}: this is neither an HTTP archive (HAR) nor JSON line by line; it may be cut off`,
    );
  }
  return lines.flatMap((line, index): RawExchange[] => {
    if (line.trim() === '') return [];
    const place = `${file}:${index + 1}`;
    const value = parse(line);
    if (value === undefined) throw new FileError(`${place}: this line is not JSON`);
    return [checked(place, '', exchangeFormat, value)];
  });
}

function isArchive(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'log' in value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function checked<T>(file: string, at: string, format: z.ZodType<T>, value: unknown): T {
  const result = format.safeParse(value);
  if (result.success) return result.data;
  const { path, message } = firstIssue(result.error);
  const place = path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
  throw new FileError(`${file}: ${at}${place === '' ? '' : `${place}: `}${message}`);
}
