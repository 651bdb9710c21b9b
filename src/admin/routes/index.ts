import { clockRoutes } from './clock.ts';
import { faultRoutes } from './faults.ts';
import { journalRoutes } from './journal.ts';
import { nearMissRoutes } from './near-misses.ts';
import { scenarioRoutes } from './scenarios.ts';
import { serviceRoutes } from './service.ts';
import { sessionRoutes } from './sessions.ts';
import { snapshotRoutes } from './snapshots.ts';

/** The control API, by operation id; the client has a method of each name. */
export const routes = {
  ...serviceRoutes,
  ...journalRoutes,
  ...nearMissRoutes,
  ...scenarioRoutes,
  ...clockRoutes,
  ...faultRoutes,
  ...snapshotRoutes,
  ...sessionRoutes,
};

export type Routes = typeof routes;
