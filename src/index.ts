export { createMock, type MockOptions } from './mock/create-mock.ts';
export type { Mock, SessionOptions } from './mock/mock.ts';
export type { MockState, ScenarioStatus, Session } from './mock/session.ts';
export type { AgentmcOptions, AgentmcState } from './mock/behaviours/agentmc.ts';
export type { AgentradioOptions, AgentradioState } from './mock/behaviours/agentradio/index.ts';
export type { KeyList } from './mock/accounts.ts';
export type { ContractId } from './mock/registry.ts';
export type { Listener, ListenOptions } from './mock/adapters/node.ts';
export {
  manualClock,
  systemClock,
  type Clock,
  type ClockState,
  type ManualClock,
  type SteerableClock,
} from './mock/clock.ts';
export type { Snapshot } from './mock/snapshots/save.ts';
export type { SnapshotEntry, Snapshots } from './mock/snapshots/named.ts';
export type { Exchange, Journal, Message } from './mock/journal.ts';
export type { Delivery, Fault } from './mock/simulation/faults.ts';
export type { Limit, LimitKind } from './mock/simulation/limits.ts';
export type {
  Delay,
  Effect,
  LimitRule,
  Matcher,
  Rule,
  Scenario,
  ScenarioState,
  Transition,
} from './mock/simulation/types.ts';
export { loadScenario } from './mock/simulation/load-file.ts';
export type {
  Account,
  Answer,
  Behaviour,
  Call,
  KeyOptions,
  PlainReply,
  PlainRequest,
  Redact,
  Refusal,
  StateOptions,
} from './mock/types.ts';
export type * from './contract/generated/agentmc.types.ts';
export type * from './contract/generated/agentradio.types.ts';
export type { Simulation } from './mock/simulations.ts';
export { loadContract } from './contract/load.ts';
export { generate, type GenerateOptions } from './generate/generate.ts';
export type { Generated } from './generate/generator.ts';
export { validate, type ShapeName, type Validation } from './contract/validate.ts';
export type { Basis, Contract, Level, Operation, Violation } from './contract/types.ts';
export { checkServer, type CheckServerOptions } from './conformance/check-server.ts';
export {
  checkClient,
  type CheckClientInProcess,
  type CheckClientOptions,
} from './conformance/check-client.ts';
export type { ClientProgress } from './conformance/client/client-check.ts';
export { judge } from './conformance/client/judge.ts';
export type { JudgeContext, Judgement } from './conformance/client/types.ts';
export type { ClientEnvironment, ClientFunction } from './conformance/client/target.ts';
export type {
  ClientReport,
  ClientResult,
  Evidence,
  ScenarioResult,
  TimelineEntry,
  Unexercised,
} from './conformance/report/client-types.ts';
export { FileError, OptionError, SnapshotError } from './errors.ts';
export type { Difference } from './conformance/evaluate.ts';
export type { Finding } from './conformance/observations.ts';
export type { RequirementResult, ServerReport, Verdict } from './conformance/report/types.ts';
export type { Ending, Progress } from './conformance/run-types.ts';
export type { Suite } from './conformance/scenario/load.ts';
export type { Outcome, Target, TransportFailure } from './conformance/target/types.ts';
