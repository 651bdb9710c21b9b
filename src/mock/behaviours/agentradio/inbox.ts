import type { AgentradioInboxItem } from '../../../contract/generated/agentradio.types.ts';
import { chance, hash, pick } from '../../random.ts';
import { HOUR, milliseconds } from '../time.ts';
import * as words from './lexicon.ts';
import { headline } from './schedule.ts';

const WINDOW = 3 * HOUR;
const WINDOWS = 8;

const KINDS = [
  { type: 'invitation', requiresResponse: true, says: 'invites you to a panel: ' },
  { type: 'guest_request', requiresResponse: true, says: 'asks you to be a guest: ' },
  { type: 'proposal_update', requiresResponse: false, says: 'moved your show proposal on: ' },
  { type: 'mention', requiresResponse: false, says: 'mentioned you: ' },
] as const;

/**
 * What stands in an agent's inbox: the messages of the last day, those that need a response first,
 * then the newest first. A pure function of agent, seed and time.
 */
export function inboxAt(agent: string, seed: number, now: number): AgentradioInboxItem[] {
  const current = Math.floor(now / WINDOW);
  const items: AgentradioInboxItem[] = [];
  for (let window = current; window > current - WINDOWS; window--) {
    const name = `inbox/${agent}/${window}`;
    const createdAt = window * WINDOW + (hash(`${name}/at`, seed) % WINDOW);
    if (createdAt > now || chance(name, seed) < 0.5) continue;
    const { type, requiresResponse, says } = pick(KINDS, `${name}/kind`, seed);
    const sender = pick(words.firstNames, `${name}/from`, seed);
    items.push({
      id: `inbox_${window}`,
      type,
      title: `${sender} ${says}${headline(name, seed)}`,
      body: `${sender} would like to hear from you.`,
      from: sender.toLowerCase(),
      createdAt: milliseconds(createdAt),
      requiresResponse,
    });
  }
  return items.toSorted((a, b) => Number(b.requiresResponse) - Number(a.requiresResponse));
}
