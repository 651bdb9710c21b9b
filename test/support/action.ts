import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { root } from './processes.ts';

interface Step {
  readonly name: string;
  readonly if?: string;
  readonly shell: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly 'working-directory'?: string;
  readonly run: string;
}

/** The composite action of this repository, and how GitHub would run it. */
export async function readAction() {
  const { inputs, runs } = parse(await readFile(`${root}action.yml`, 'utf8')) as {
    readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
    readonly runs: { readonly using: string; readonly steps: readonly Step[] };
  };
  return {
    inputs,
    steps: runs.steps,
    /** The command, arguments and variables of a step, for inputs that were given. */
    commandOf(
      name: string,
      given: Readonly<Record<string, string>>,
    ): [string, string[], Record<string, string>] {
      const step = runs.steps.find((one) => one.name === name);
      if (runs.using !== 'composite' || step?.shell !== 'bash') throw new Error(`no step ${name}`);
      const stranger = Object.keys(given).find((input) => !(input in inputs));
      if (stranger !== undefined) throw new Error(`no input ${stranger}`);
      const valueOf = (text: string) =>
        text.replaceAll(
          /\$\{\{ inputs\.([\w-]+) \}\}/g,
          (_, input: string) => given[input] ?? inputs[input]?.default ?? '',
        );
      const env = Object.entries(step.env ?? {}).map(([key, text]) => [key, valueOf(text)]);
      return [
        'bash',
        ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', step.run],
        { ...Object.fromEntries(env), GITHUB_ACTION_PATH: root },
      ];
    },
  };
}
