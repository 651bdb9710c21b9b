/**
 * Request handlers for msw 2.15 and later, and 3: a mock as the backend of unit tests and of pages.
 * Imports nothing of Node, so that it runs in browsers as well.
 */
export { createMock, type MockOptions } from '../mock/create-mock.ts';
export { manualClock, systemClock, type Clock, type ManualClock } from '../mock/clock.ts';
export type { Mock } from '../mock/mock.ts';
export { handlers, type HandlersOptions } from './handlers.ts';
export type {
  Override,
  OverrideAnswer,
  OverrideFunction,
  OverrideHandler,
  OverrideInfo,
  OverrideOptions,
} from './override.ts';
export * from './overrides.ts';
export type { BaseUrl } from './routes.ts';
