export { createMock, type MockOptions } from './mock/create-mock.ts';
export type { Mock, MockState } from './mock/mock.ts';
export type { AgentmcOptions, AgentmcState } from './mock/behaviours/agentmc.ts';
export type { AgentradioOptions, AgentradioState } from './mock/behaviours/agentradio/index.ts';
export type { KeyList } from './mock/accounts.ts';
export type { ContractId } from './mock/registry.ts';
export type { Listener, ListenOptions } from './mock/adapters/node.ts';
export { manualClock, systemClock, type Clock, type ManualClock } from './mock/clock.ts';
export type { Exchange, Journal, Message } from './mock/journal.ts';
export type {
  Account,
  Answer,
  Behaviour,
  Call,
  KeyOptions,
  PlainReply,
  PlainRequest,
  Refusal,
  StateOptions,
} from './mock/types.ts';
export type * from './contract/generated/agentmc.types.ts';
export type * from './contract/generated/agentradio.types.ts';
export type { Simulation } from './mock/simulations.ts';
export { loadContract } from './contract/load.ts';
export type { Basis, Contract, Level, Operation, Violation } from './contract/types.ts';
export { checkServer, type CheckServerOptions } from './conformance/check-server.ts';
export { FileError, OptionError } from './conformance/errors.ts';
export type { Difference } from './conformance/evaluate.ts';
export type { Finding } from './conformance/observations.ts';
export type { RequirementResult, ServerReport, Verdict } from './conformance/report/types.ts';
export type { Ending, Progress } from './conformance/run-types.ts';
export type { Suite } from './conformance/scenario/load.ts';
export type { Outcome, Target, TransportFailure } from './conformance/target/types.ts';
