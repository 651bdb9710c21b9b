import type { AdminClient } from '../../admin/client.ts';
import type { Io } from '../io.ts';

/** What a command of `heartbeat-kit admin` works with. */
export interface AdminTools {
  readonly io: Io;
  /** Whether a program reads what is printed. */
  readonly json: boolean;
  /** Prints an answer: as JSON for a program, or what it says to people. */
  print(answer: unknown, words: string): void;
  /** Prints an answer that is JSON for everyone. */
  printJson(answer: unknown): void;
  setExitCode(code: number): void;
}

/** Runs a command against the control API that the options name. */
export type RunAdmin = (
  command: (client: AdminClient, tools: AdminTools) => Promise<void>,
) => Promise<void>;
