export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const WEEK = 7 * DAY;

/** RFC 3339 in UTC without a fraction, the form AgentMC's examples have. */
export function wholeSeconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

/** RFC 3339 in UTC with milliseconds. */
export function milliseconds(time: number): string {
  return new Date(time).toISOString();
}
