import * as z from 'zod';
import { SnapshotError } from '../../../errors.ts';
import { accountId, checkUnique, readPart, time } from '../../snapshots/checks.ts';
import type { StateOptions } from '../../types.ts';
import type { AgentradioOptions } from './index.ts';
import { agentId, emptyState, handleOf, type State } from './state.ts';

const agent = z.strictObject({
  account: accountId,
  handle: z.string().min(1).optional(),
  since: time,
  show: z.string().nullable(),
  starving: z.boolean(),
  last: z
    .strictObject({
      status: z.enum(['online', 'idle', 'busy', 'offline']),
      currentTask: z.string().nullable(),
      queueAwareness: z.boolean(),
      heartbeatAt: z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'must be a time'),
    })
    .optional(),
});

const format = z.strictObject({ agents: z.array(agent) });

/**
 * The state that was saved.
 *
 * @throws SnapshotError with the place in what was saved.
 */
export function loadState(saved: unknown, options: StateOptions<AgentradioOptions>): State {
  const { agents } = readPart(format, saved);
  checkUnique(agents, 'account', ['agents']);
  const state = emptyState(options);
  const { shows } = state.schedule;
  for (const [index, { account, handle, since, starving, last, ...rest }] of agents.entries()) {
    const show = shows.find(({ id }) => id === rest.show);
    if (rest.show !== null && !show) {
      const names = shows.map(({ id }) => id).join(', ');
      throw new SnapshotError(`there is no show "${rest.show}"; there is ${names}`, [
        'agents',
        index,
        'show',
      ]);
    }
    state.agents.set(account, {
      id: agentId(account),
      handle: handle ?? handleOf(account, options.seed),
      since,
      show,
      starving,
      ...(last && { last }),
    });
  }
  return state;
}
