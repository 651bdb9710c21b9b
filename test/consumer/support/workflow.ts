/** What of a workflow of GitHub is looked at here. */
export interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly defaults?: { readonly run: { readonly 'working-directory': string } };
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly 'runs-on': string;
        readonly 'timeout-minutes': number;
        readonly steps: readonly Step[];
      }
    >
  >;
}

/** A step uses an action, or runs a script. */
export interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly run?: string;
  readonly 'working-directory'?: string;
  readonly env?: Readonly<Record<string, string | number>>;
}
