/** What a mock is made with where nothing else is said. */
export const DEFAULTS = {
  seed: 1,
  journalSize: 5000,
  port: 4010,
  host: '127.0.0.1',
  prefer: true,
  labels: true,
} as const;
