import { between, oneOf, type Random } from './random.ts';

/** Values of a format, and texts that look like it without being of it. */
export interface Format {
  readonly sample: (random: Random) => string;
  readonly wrong: readonly string[];
}

/** What the times of payloads lie after: none comes from the clock. */
const EPOCH = Date.UTC(2026, 4, 18, 16);
const MONTH = 30 * 24 * 3600;

const hex = (random: Random, digits: number) =>
  Array.from({ length: digits }, () => between(random, 0, 15).toString(16)).join('');
const time = (random: Random) =>
  new Date(EPOCH + between(random, 0, MONTH) * 1000).toISOString().replace('.000Z', 'Z');
const word = (random: Random) => oneOf(random, ['alpha', 'bravo', 'delta', 'foxtrot', 'kilo']);
const host = (random: Random) => `${word(random)}-${between(random, 1, 99)}.example`;

/** Formats of which values are known, by name. */
export const FORMATS: Readonly<Record<string, Format>> = {
  'date-time': {
    sample: time,
    wrong: ['noon', '2026-02-30T17:21:02Z', '2026-05-20T14:00', '2026-05-20'],
  },
  date: { sample: (random) => time(random).slice(0, 10), wrong: ['2026-02-30', '20.5.2026'] },
  time: { sample: (random) => time(random).slice(11), wrong: ['14:00', '25:00:00Z'] },
  duration: {
    sample: (random) => `PT${between(random, 1, 600)}S`,
    wrong: ['10 minutes', 'PT', '600'],
  },
  ipv4: {
    sample: (random) => `10.${[0, 0, 1].map((least) => between(random, least, 254)).join('.')}`,
    wrong: ['10.0.2.256', '10.0.2', '10.0.2.15/24', 'localhost'],
  },
  ipv6: {
    sample: (random) => `2001:db8::${hex(random, 3)}:${hex(random, 2)}`,
    wrong: ['2001:db8:::15', 'fd00::15%eth0', '[::1]', 'localhost'],
  },
  hostname: { sample: host, wrong: ['-a.example', 'a b', 'a..b'] },
  email: {
    sample: (random) => `${word(random)}@${host(random)}`,
    wrong: ['agent', 'agent@', '@a.example'],
  },
  uri: { sample: (random) => `https://${host(random)}/${word(random)}`, wrong: ['/a', 'a b', ':'] },
  url: { sample: (random) => `https://${host(random)}/${word(random)}`, wrong: ['/a', 'a b'] },
  'uri-reference': {
    sample: (random) => `/${word(random)}/${between(random, 1, 999)}`,
    wrong: ['a b', '/a/%zz', '\\\\a\\b'],
  },
  uuid: {
    sample: (random) =>
      [8, 4, 4, 4, 12]
        .map((digits, index) =>
          index === 2
            ? `4${hex(random, 3)}`
            : index === 3
              ? `a${hex(random, 3)}`
              : hex(random, digits),
        )
        .join('-'),
    wrong: ['123', 'f81d4fae-7dec-11d0-a765', 'g81d4fae-7dec-41d0-a765-00a0c91e6bf6'],
  },
};
