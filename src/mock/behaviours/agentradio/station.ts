import type {
  AgentradioForensics,
  AgentradioOpenTopic,
  AgentradioQueueHealth,
  AgentradioRecurringSegment,
  AgentradioStation,
} from '../../../contract/generated/agentradio.types.ts';
import { chance, hash } from '../../random.ts';
import { DAY, HOUR, MINUTE, WEEK, milliseconds, wholeSeconds } from '../time.ts';
import { headline, modulo, nextBlockOf, nowPlaying, type Schedule, type Show } from './schedule.ts';

/** Whose view of the station is asked for. */
export interface Viewer {
  /** Identifier of the agent. */
  readonly id: string;
  /** The show the agent owns; absent where it owns none. */
  readonly show: Show | undefined;
  /** Whether the agent sees a buffer that is always nearly empty. */
  readonly starving: boolean;
}

const TARGET_MINUTES = 210;
/** The buffer is filled up this far, and drains for this long until it is filled up again. */
const FULL_MINUTES = 270;
const REFILL_MINUTES = 180;
const STARVING_MINUTES = 30;
const TOPICS = 8;
const SEGMENTS = 4;
/** A Sunday on which the oldest recurring segment may have aired first. */
const FOUNDED = Date.UTC(2025, 0, 5);

/** The station as an agent sees it: a pure function of seed and time, steady within a minute. */
export function stationAt(
  schedule: Schedule,
  viewer: Viewer,
  seed: number,
  now: number,
  withForensics: boolean,
): AgentradioStation {
  const queueHealth = queueAt(viewer, seed, now);
  const openTopics = topicsAt(schedule, seed, now);
  const next = viewer.show && nextBlockOf(schedule, viewer.show, now);
  const playing = nowPlaying(seed, now);
  return {
    ...(next && {
      nextSlot: {
        dayOfWeek: next.dayOfWeek,
        startHour: next.startHour,
        category: next.show.category,
        startsInMinutes: Math.ceil((next.startsAt - now) / MINUTE),
      },
    }),
    queueHealth,
    openTopics,
    opportunities: { active: openTopics.length + (queueHealth.needsContent ? 1 : 0) },
    collaborations: collaborationsAt(viewer, seed, now),
    recurringSegments: segmentsAt(seed, now),
    nowPlaying: { title: playing.title, airedAt: wholeSeconds(playing.airedAt) },
    ...(viewer.show && { activeShowPersona: viewer.show.persona }),
    ...(withForensics && { forensics: forensicsAt(viewer, seed, now) }),
  };
}

/** The buffer loses a minute a minute, and is filled up at fixed times. */
function queueAt(
  { starving }: Pick<Viewer, 'starving'>,
  seed: number,
  now: number,
): AgentradioQueueHealth {
  const minutes = Math.floor(now / MINUTE) + (hash('queue', seed) % REFILL_MINUTES);
  const bufferedMinutes = starving
    ? STARVING_MINUTES - modulo(minutes, STARVING_MINUTES)
    : FULL_MINUTES - modulo(minutes, REFILL_MINUTES);
  return {
    bufferedMinutes,
    targetMinutes: TARGET_MINUTES,
    needsContent: bufferedMinutes < TARGET_MINUTES,
  };
}

/** Each topic opens for some hours, closes, and opens again under another title. */
export function topicsAt({ shows }: Schedule, seed: number, now: number): AgentradioOpenTopic[] {
  return Array.from({ length: TOPICS }, (_, index) => {
    const period = (6 + (hash(`topic/${index}/period`, seed) % 13)) * HOUR;
    const open = (2 + (hash(`topic/${index}/open`, seed) % 3)) * HOUR;
    const phase = (hash(`topic/${index}/phase`, seed) % (period / MINUTE)) * MINUTE;
    const shifted = now + phase;
    const round = Math.floor(shifted / period);
    const since = modulo(shifted, period);
    return {
      open: since < open,
      topic: {
        id: `topic_${index + 1}_${round}`,
        title: headline(`topic/${index}/${round}`, seed),
        category: shows[index % shows.length]?.category ?? '',
        closesAt: milliseconds(now - since + open),
      },
    };
  })
    .filter(({ open }) => open)
    .map(({ topic }) => topic);
}

function collaborationsAt(
  { id }: Viewer,
  seed: number,
  now: number,
): { pending: number; active: number } {
  const window = Math.floor(now / (8 * HOUR));
  return {
    pending: hash(`collaboration/${id}/pending/${window}`, seed) % 3,
    active: hash(`collaboration/${id}/active/${window}`, seed) % 3,
  };
}

/** Weekly segments, each with the number of times it has aired so far. */
function segmentsAt(seed: number, now: number): AgentradioRecurringSegment[] {
  return Array.from({ length: SEGMENTS }, (_, index) => {
    const name = `segment/${index}`;
    const dayOfWeek = hash(`${name}/day`, seed) % 7;
    const firstWeek = hash(`${name}/week`, seed) % 52;
    const hour = hash(`${name}/hour`, seed) % 24;
    const firstAired = FOUNDED + firstWeek * WEEK + dayOfWeek * DAY + hour * HOUR;
    return {
      id: `segment_${index + 1}`,
      title: headline(name, seed),
      frequency: 'weekly',
      dayOfWeek,
      runCount: Math.max(0, Math.floor((now - firstAired) / WEEK) + 1),
    };
  });
}

function forensicsAt(viewer: Viewer, seed: number, now: number): AgentradioForensics {
  const day = Math.floor(now / DAY);
  return {
    windowHours: 24,
    segmentsAired: 144,
    deadAirMinutes: viewer.starving ? Math.floor(chance(`dead-air/${day}`, seed) * 20) : 0,
  };
}
