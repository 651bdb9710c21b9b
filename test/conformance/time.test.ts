import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRfc3339, retryAfter, timeOf } from '../../src/conformance/time.ts';

/** Each text with the time that it stands for, and whether it is a `date-time` of RFC 3339. */
const TIMES: readonly [string, string, boolean][] = [
  ['2026-05-18T16:00:00Z', '2026-05-18T16:00:00.000Z', true],
  ['2026-05-18t16:00:00z', '2026-05-18T16:00:00.000Z', true],
  ['2026-05-18 16:00:00Z', '2026-05-18T16:00:00.000Z', true],
  ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z', true],
  ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z', true],
  ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z', true],
  // Fractions of any length; what is finer than a millisecond is kept, but not seen here.
  ['2026-05-18T16:00:00.5Z', '2026-05-18T16:00:00.500Z', true],
  ['2026-05-18T16:00:00.069Z', '2026-05-18T16:00:00.069Z', true],
  ['2026-05-18T16:00:00.123456789Z', '2026-05-18T16:00:00.123Z', true],
  ['2026-05-18T16:00:00,5Z', '2026-05-18T16:00:00.500Z', false],
  // Offsets.
  ['2026-05-18T16:00:00+02:00', '2026-05-18T14:00:00.000Z', true],
  ['2026-05-18T16:00:00-09:30', '2026-05-19T01:30:00.000Z', true],
  ['2026-05-18T16:00:00+23:59', '2026-05-17T16:01:00.000Z', true],
  ['2026-05-18T16:00:00-00:00', '2026-05-18T16:00:00.000Z', true],
  ['2026-05-18T16:00:00+0200', '2026-05-18T14:00:00.000Z', false],
  ['2026-05-18T16:00:00+02', '2026-05-18T14:00:00.000Z', false],
  // No zone, as Python's datetime.isoformat() writes it, counts as UTC.
  ['2026-05-18T16:00:00', '2026-05-18T16:00:00.000Z', false],
  ['2026-05-18T16:00:00.123456', '2026-05-18T16:00:00.123Z', false],
  ['2026-05-18T16:00', '2026-05-18T16:00:00.000Z', false],
  // The basic form.
  ['20260518T160000Z', '2026-05-18T16:00:00.000Z', false],
  ['20260518T1600+0200', '2026-05-18T14:00:00.000Z', false],
  // The leap second at the end of 2016, in two zones.
  ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59.000Z', true],
  ['2016-12-31T15:59:60-08:00', '2016-12-31T23:59:59.000Z', true],
  // The end of a day is a time of ISO 8601, yet not of RFC 3339, whose hours end at 23.
  ['2026-05-18T24:00:00Z', '2026-05-19T00:00:00.000Z', false],
];

const NO_TIMES: readonly unknown[] = [
  '',
  'now',
  '2026-05-18',
  '2026-05-18T16',
  '2026-13-18T16:00:00Z',
  '2026-00-18T16:00:00Z',
  '2026-05-32T16:00:00Z',
  '2026-05-00T16:00:00Z',
  '2026-02-30T16:00:00Z',
  '2027-02-29T16:00:00Z',
  '2026-05-18T24:00:01Z',
  '2026-05-18T25:00:00Z',
  '2026-05-18T16:60:00Z',
  '2026-05-18T16:00:61Z',
  '2026-05-18T16:00:00.Z',
  '2026-05-18T16:00:00+24:00',
  '2026-05-18T16:00:00+02:60',
  '2026-05-18T16:00:00+2:00',
  '2026-05-18T16:00:00 Z',
  ' 2026-05-18T16:00:00Z',
  '2026-05-18T16:00:00Z\n',
  '２０２６-05-18T16:00:00Z',
  'Mon, 18 May 2026 16:00:00 GMT',
  '1779120000',
  1_779_120_000_000,
  null,
  undefined,
  ['2026-05-18T16:00:00Z'],
];

describe('a point in time', () => {
  it.each(TIMES)('%s is %s', (text, time) => {
    expect(new Date(timeOf(text) ?? Number.NaN).toISOString()).toBe(time);
  });

  it.each(TIMES)('%s is one of RFC 3339 or not', (text, _, expected) => {
    expect(isRfc3339(text)).toBe(expected);
  });

  it.each(NO_TIMES.map((value) => [value]))('is not %j', (value) => {
    expect(timeOf(value)).toBeUndefined();
    expect(isRfc3339(value)).toBe(false);
  });

  it('tells times apart that lie less than a millisecond apart', () => {
    const [first, second] = ['2026-05-18T16:00:00.1234Z', '2026-05-18T16:00:00.1238Z'].map(timeOf);
    expect(first).toBeLessThan(Number(second));
  });

  const instants = fc
    .date({
      min: new Date('0001-01-02T00:00:00Z'),
      max: new Date('9999-12-30T00:00:00Z'),
      noInvalidDate: true,
    })
    .map((date) => date.getTime());

  it('is read back as it was written', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        const text = new Date(instant).toISOString();
        expect(timeOf(text)).toBe(instant);
        expect(isRfc3339(text)).toBe(true);
      }),
    );
  });

  it('is the same at any offset, in any form of the offset', () => {
    const offsets = fc.integer({ min: -(23 * 60 + 59), max: 23 * 60 + 59 });
    fc.assert(
      fc.property(instants, offsets, (instant, offset) => {
        const local = new Date(instant + offset * 60_000).toISOString().slice(0, -1);
        const sign = offset < 0 ? '-' : '+';
        const hours = twoDigits(Math.floor(Math.abs(offset) / 60));
        const minutes = twoDigits(Math.abs(offset) % 60);
        const basic = local.replaceAll(/[-:]/g, '');
        expect(timeOf(`${local}${sign}${hours}:${minutes}`)).toBe(instant);
        expect(timeOf(`${local}${sign}${hours}${minutes}`)).toBe(instant);
        expect(timeOf(`${basic}${sign}${hours}${minutes}`)).toBe(instant);
        if (minutes === '00') expect(timeOf(`${local}${sign}${hours}`)).toBe(instant);
      }),
    );
  });
});

describe('Retry-After', () => {
  const NOW = Date.parse('2026-11-06T08:49:07Z');
  const reply = (headers: Record<string, string>) => ({ status: 429, headers, body: '' });

  it.each([
    ['0', 0],
    ['30', 30],
    [' 30 ', 30],
    ['007', 7],
    // RFC 9110, 5.6.7: the form to send, and two obsolete ones that must be understood.
    ['Fri, 06 Nov 2026 08:49:37 GMT', 30],
    ['Friday, 06-Nov-26 08:49:37 GMT', 30],
    ['Fri Nov  6 08:49:37 2026', 30],
    ['Fri, 06 Nov 2026 08:49:07 GMT', 0],
    ['Fri, 06 Nov 2026 08:48:37 GMT', -30],
  ])('"%s" asks to wait %d s', (value, seconds) => {
    expect(retryAfter(reply({ 'retry-after': value }), NOW)).toBe(seconds);
  });

  it.each([
    '',
    ' ',
    '-1',
    '+5',
    '1.5',
    '30 s',
    '30, 30',
    'soon',
    '1e3',
    '2026-11-06T08:49:37Z',
    'Fri, 06 Nov 2026 08:49:37 UTC',
    'Fri, 06 Nov 2026 08:49:37 +0000',
    'fri, 06 nov 2026 08:49:37 gmt',
    'Fri, 32 Nov 2026 08:49:37 GMT',
    'Fri, 06 Nov 2026 25:49:37 GMT',
  ])('"%s" is of no form that there is', (value) => {
    expect(retryAfter(reply({ 'retry-after': value }), NOW)).toBeUndefined();
  });

  it('is nothing where the header is missing', () => {
    expect(retryAfter(reply({}), NOW)).toBeUndefined();
  });

  it("goes by the answer's own date, and by ours where that is missing or unreadable", () => {
    const until = { 'retry-after': 'Fri, 06 Nov 2026 08:49:37 GMT' };
    const date = 'Fri, 06 Nov 2026 08:49:27 GMT';
    expect(retryAfter(reply({ ...until, date }), NOW)).toBe(10);
    expect(retryAfter(reply({ ...until, date: 'today' }), NOW)).toBe(30);
    expect(retryAfter(reply(until), NOW)).toBe(30);
  });
});

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
