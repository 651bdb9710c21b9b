import { chance, pick, shuffle } from '../../random.ts';
import { DAY, HOUR, MINUTE, WEEK } from '../time.ts';
import * as words from './lexicon.ts';

/** A show of the station. */
export interface Show {
  readonly id: string;
  readonly title: string;
  readonly category: string;
  readonly persona: { djName: string; emotionalRange: string[]; closingCoda: string };
}

/** A block of the weekly schedule in a certain week. */
export interface Block {
  readonly show: Show;
  /** Milliseconds since the epoch. */
  readonly startsAt: number;
  /** UTC; 0 is Sunday. */
  readonly dayOfWeek: number;
  readonly startHour: number;
}

/** The shows, and which of them has which block of the week; the same for every week. */
export interface Schedule {
  readonly shows: readonly Show[];
  /** The show of each block, from Sunday 00:00 UTC on. */
  readonly week: readonly Show[];
}

const SHOWS = 12;
export const BLOCK_HOURS = 2;
const BLOCK = BLOCK_HOURS * HOUR;
const BLOCKS_A_DAY = 24 / BLOCK_HOURS;

/** Draws the shows and the week from a seed: each show has one block a day, at changing hours. */
export function createSchedule(seed: number): Schedule {
  const nouns = shuffle(words.nouns, 'show/noun', seed);
  const adjectives = shuffle(words.adjectives, 'show/adjective', seed);
  const shows = Array.from({ length: SHOWS }, (_, index): Show => {
    const title = `${adjectives[index]} ${nouns[index]}`;
    const name = `show/${index}`;
    return {
      id: `show_${index + 1}`,
      title,
      category: title.toLowerCase().replaceAll(/[^a-z]+/g, '_'),
      persona: {
        djName: `${pick(words.firstNames, `${name}/first`, seed)} ${pick(words.lastNames, `${name}/last`, seed)}`,
        emotionalRange: shuffle(words.moods, name, seed).slice(0, 1 + (index % 3)),
        closingCoda: `Good night, ${pick(words.places, name, seed)}.`,
      },
    };
  });
  return { shows, week: createWeek(shows, seed, 'day') };
}

/**
 * The same shows in another order, as after a change of the schedule: one in which a show has another
 * next block than before.
 *
 * @param at when the schedule changes.
 */
export function changedSchedule(
  schedule: Schedule,
  show: Show | undefined,
  at: number,
  seed: number,
): Schedule {
  const startOf = (one: Schedule) => show && nextBlockOf(one, show, at)?.startsAt;
  for (let draw = 1; ; draw += 1) {
    const { shows } = schedule;
    const changed = { shows, week: createWeek(shows, seed, `changed/${draw}`) };
    if (startOf(changed) !== startOf(schedule) || !show || draw === MAX_DRAWS) return changed;
  }
}

/** Another order is found at once; a station with one show has none. */
const MAX_DRAWS = 100;

/** The schedule, but for one block, which goes to a show: that of a time, or some blocks after it. */
export function withBlock(
  { shows, week }: Schedule,
  show: Show,
  at: number,
  blocksLater: number,
): Schedule {
  const { dayOfWeek, startHour } = blockAt({ shows, week }, at, blocksLater);
  return { shows, week: week.with(dayOfWeek * BLOCKS_A_DAY + startHour / BLOCK_HOURS, show) };
}

function createWeek(shows: readonly Show[], seed: number, name: string): Show[] {
  return Array.from({ length: 7 }, (_, day) => shuffle(shows, `${name}/${day}`, seed)).flat();
}

/** Start of the week, Sunday 00:00 UTC, that a time lies in. */
function weekStart(now: number): number {
  // The epoch was a Thursday.
  return now - modulo(now + 4 * DAY, WEEK);
}

/** The block that runs at a time, or the one some blocks after it. */
export function blockAt({ week }: Schedule, now: number, blocksLater = 0): Block {
  const start = weekStart(now);
  const index = Math.floor((now - start) / BLOCK) + blocksLater;
  const inWeek = modulo(index, week.length);
  return {
    show: week[inWeek] as Show,
    startsAt: start + index * BLOCK,
    dayOfWeek: Math.floor(inWeek / BLOCKS_A_DAY),
    startHour: (inWeek % BLOCKS_A_DAY) * BLOCK_HOURS,
  };
}

/** The blocks to come, soonest first, without the one that runs. */
export function upcoming(schedule: Schedule, now: number, count: number): Block[] {
  return Array.from({ length: count }, (_, index) => blockAt(schedule, now, index + 1));
}

/** The places that a show has in the week. */
export function blocksOf(
  { week }: Schedule,
  show: Show,
): { dayOfWeek: number; startHour: number }[] {
  return week.flatMap((candidate, index) =>
    candidate === show
      ? [
          {
            dayOfWeek: Math.floor(index / BLOCKS_A_DAY),
            startHour: (index % BLOCKS_A_DAY) * BLOCK_HOURS,
          },
        ]
      : [],
  );
}

/** The next block of a show that has not started. */
export function nextBlockOf(schedule: Schedule, show: Show, now: number): Block | undefined {
  for (let later = 1; later <= schedule.week.length; later++) {
    const block = blockAt(schedule, now, later);
    if (block.show === show) return block;
  }
  return undefined;
}

/** What is on air: a new title every ten minutes. */
export function nowPlaying(seed: number, now: number): { title: string; airedAt: number } {
  const airedAt = now - modulo(now, 10 * MINUTE);
  return { title: headline(`aired/${airedAt}`, seed), airedAt };
}

/** A title that depends on a name alone. */
export function headline(name: string, seed: number): string {
  const gerund = pick(words.gerunds, `${name}/gerund`, seed);
  const subject = pick(words.subjects, `${name}/subject`, seed);
  return chance(`${name}/form`, seed) < 0.5
    ? `${gerund} the ${subject} in ${pick(words.places, `${name}/place`, seed)}`
    : `${pick(words.adjectives, `${name}/adjective`, seed)} ${subject}`;
}

/** The remainder that is never negative. */
export function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
