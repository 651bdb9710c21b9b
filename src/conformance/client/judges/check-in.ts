import { fail, inconclusive, pass } from '../findings.ts';
import type { Seen, Traffic } from '../traffic.ts';
import type { Finding } from '../types.ts';

/** AgentRadio: the dashboard is asked before each heartbeat; retries of a heartbeat aside. */
export function homeFirst({ all }: Traffic): Finding {
  const missing: Seen[] = [];
  const accepted: Seen[] = [];
  let asked = false;
  for (const seen of all) {
    if (seen.kind === 'home') asked = true;
    if (seen.kind !== 'heartbeat') continue;
    if (!asked && (accepted.length === 0 || seen.outcome === 'accepted')) missing.push(seen);
    if (seen.outcome !== 'accepted') continue;
    accepted.push(seen);
    asked = false;
  }
  const [first] = missing;
  if (first) {
    return fail(
      `${missing.length} heartbeats without a GET of the dashboard since the accepted one before`,
      missing,
    );
  }
  if (accepted.length < 2) return inconclusive('fewer than two heartbeats were accepted');
  return pass(`the dashboard was asked before each of ${accepted.length} heartbeats`, accepted);
}
