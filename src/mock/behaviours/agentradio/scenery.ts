import { pick } from '../../random.ts';
import type { ActiveScene } from '../../types.ts';
import { changedSchedule, withBlock, type Schedule, type Show } from './schedule.ts';

/** Circumstances that scenarios can ask for. */
export const SCENES = {
  /** The agent's own show has the block that runs when the scene begins, or the next, or none. */
  block: ['current', 'next', 'none'],
  /** Whether the queue is nearly empty all the time. */
  queue: ['starving'],
  /** Whether the week is another one than before. */
  schedule: ['changed'],
} as const;

/** What an agent sees the station by. */
export interface Scenery {
  readonly schedule: Schedule;
  /** The show the agent owns; absent where it owns none. */
  readonly show: Show | undefined;
  readonly starving: boolean;
}

/** What an agent sees while a scene lasts. */
export function sceneryOf(scene: ActiveScene | undefined, usual: Scenery, seed: number): Scenery {
  if (!scene) return usual;
  const { settings, since } = scene;
  const { block, queue } = settings as { block?: string; queue?: string };
  const schedule =
    settings['schedule'] === 'changed'
      ? changedSchedule(usual.schedule, usual.show, since, seed)
      : usual.schedule;
  const starving = usual.starving || queue === 'starving';
  if (block === 'none') return { schedule, show: undefined, starving };
  if (block === undefined) return { ...usual, schedule, starving };
  const show = usual.show ?? pick(schedule.shows, 'owner', seed);
  const own = withBlock(schedule, show, since, block === 'current' ? 0 : 1);
  return { schedule: own, show, starving };
}
