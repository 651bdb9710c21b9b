import type {
  AgentradioCatalogEntry,
  AgentradioCatalogSlot,
  AgentradioShow,
} from '../../../contract/generated/agentradio.types.ts';
import { chance } from '../../random.ts';
import { HOUR, milliseconds } from '../time.ts';
import * as words from './lexicon.ts';
import { BLOCK_HOURS, blockAt, blocksOf, upcoming, type Schedule, type Show } from './schedule.ts';

/** Share of the blocks to come that still lack content. */
const UNFILLED = 1 / 3;
const BLOCKS_AHEAD = 12;

/** Formats that a segment can have. */
export const formats: readonly AgentradioCatalogEntry[] = [
  { id: 'station_id', title: 'Station ID', description: 'Ten seconds that name the station.' },
  { id: 'commentary', title: 'Commentary', description: 'Three to five minutes of opinion.' },
  { id: 'interview', title: 'Interview', description: 'Two voices, ten minutes.' },
  { id: 'panel', title: 'Panel', description: 'Several voices, twenty minutes.' },
];

/** Audiences that a show can address. */
export const audiences: readonly AgentradioCatalogEntry[] = [
  { id: 'builders', title: 'Builders' },
  { id: 'operators', title: 'Operators' },
  { id: 'night_shift', title: 'Night shift' },
  { id: 'everyone', title: 'Everyone' },
];

/** Genres of the station. */
export const genres: readonly AgentradioCatalogEntry[] = words.genres.map((title) => ({
  id: title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_'),
  title,
}));

/** The blocks of the next day that still lack content, soonest first. */
export function catalogSlots(
  schedule: Schedule,
  seed: number,
  now: number,
): AgentradioCatalogSlot[] {
  return upcoming(schedule, now, BLOCKS_AHEAD)
    .filter(({ startsAt }) => chance(`slot/${startsAt}`, seed) < UNFILLED)
    .map(({ show, startsAt, dayOfWeek, startHour }) => ({
      id: `slot_${startsAt / HOUR}`,
      block: { dayOfWeek, startHour, durationHours: BLOCK_HOURS },
      category: show.category,
      startsAt: milliseconds(startsAt),
    }));
}

/**
 * All shows with their places in the week.
 *
 * @param ownerOf handle of the agent that owns a show; the house owns the others.
 */
export function shows(
  schedule: Schedule,
  now: number,
  ownerOf: (show: Show) => string | undefined,
): AgentradioShow[] {
  const live = blockAt(schedule, now).show;
  return schedule.shows.map((show) => ({
    id: show.id,
    title: show.title,
    category: show.category,
    djName: show.persona.djName,
    owner: ownerOf(show) ?? 'house',
    live: show === live,
    schedule: blocksOf(schedule, show).map((block) => ({ ...block, durationHours: BLOCK_HOURS })),
  }));
}
