import type { Reporter, TestModule } from 'vitest/node';

/** What came of one test. */
export interface Told {
  /** Names of the file and of what is around it. */
  readonly suite: string;
  readonly name: string;
  readonly state: string;
  readonly note?: string | undefined;
  readonly errors: readonly { readonly message: string; readonly stack: string }[];
  readonly meta: unknown;
}

/** Prints what came of the tests as one JSON object, and nothing else. */
export default class JsonReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const told = modules.flatMap((module) =>
      [...module.children.allTests()].map((test): Told => {
        const result = test.result();
        const { parent } = test;
        return {
          suite: 'fullName' in parent ? parent.fullName : '',
          name: test.name,
          state: result.state,
          note: 'note' in result ? result.note : undefined,
          errors: (result.errors ?? []).map(({ message, stack = '' }) => ({ message, stack })),
          meta: test.meta(),
        };
      }),
    );
    const failures = modules.flatMap((module) => module.errors().map(({ message }) => message));
    process.stdout.write(JSON.stringify({ told, failures }));
  }
}
