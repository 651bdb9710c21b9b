/**
 * Measures heartbeat-kit beside what users would pick instead, on this machine. See README.md in this folder.
 *
 * Usage: npm run bench -- [--rounds n] [--seconds n] [--only section,...] [--quick] [--output folder]
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Load } from './load.ts';
import { inspectMachine } from './machine.ts';
import { markdown } from './report.ts';
import type { Findings, Section, Settings } from './section.ts';
import { check } from './sections/check.ts';
import { clients } from './sections/clients.ts';
import { growth } from './sections/growth.ts';
import { judge } from './sections/judge.ts';
import { memory } from './sections/memory.ts';
import { msw } from './sections/msw.ts';
import { start } from './sections/start.ts';
import { throughput } from './sections/throughput.ts';
import { versions } from './sides.ts';

const SECTIONS: Readonly<Record<string, Section>> = {
  throughput: { title: 'Requests per second and latency', run: throughput },
  start: { title: 'Start', run: start },
  memory: { title: 'Memory', run: memory },
  growth: { title: 'How cost grows', run: growth },
  msw: { title: 'Handlers for msw', run: msw },
  check: { title: 'Checks of servers', run: check },
  judge: { title: 'Judging clients', run: judge },
  clients: { title: 'Checks of clients', run: clients },
};

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      output: { type: 'string' },
    },
  });
  const names = values.only?.split(',') ?? Object.keys(SECTIONS);
  const unknown = names.find((name) => !Object.hasOwn(SECTIONS, name));
  if (unknown !== undefined) {
    throw new UsageError(
      `--only: there is no section "${unknown}"; there is ${Object.keys(SECTIONS).join(', ')}`,
    );
  }
  const { quick } = values;
  const rounds = count('rounds', values.rounds ?? (quick ? '1' : '5'));
  const seconds = count('seconds', values.seconds ?? (quick ? '1' : '2'));
  const machine = inspectMachine();
  const used = versions();
  const command = [
    'npm run bench',
    ...(process.argv.length > 2 ? ['--', ...process.argv.slice(2)] : []),
  ].join(' ');
  const found: { name: string; title: string; findings: Findings }[] = [];
  const load = new Load(machine.pinned?.load);
  const tell = (text: string) => console.error(text);
  const settings: Settings = { rounds, seconds, quick, machine, load, tell };
  try {
    for (const name of names) {
      const { title, run } = SECTIONS[name] as Section;
      found.push({ name, title, findings: await run(settings).catch(failed) });
      // Written each time, as whoever loses patience should not lose what there is.
      if (values.output !== undefined) await write(values.output);
    }
  } finally {
    load.stop();
  }
  const problems = found.flatMap(({ findings }) => findings.problems ?? []);
  for (const problem of problems) tell(`bench: ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
  console.log(report());

  function report(): string {
    return markdown({ machine, versions: used, command, quick }, found);
  }

  async function write(folder: string): Promise<void> {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'results.md'), `# Results\n\n${report()}`);
    const all = { machine, versions: used, settings: { quick, rounds, seconds }, sections: found };
    await writeFile(join(folder, 'results.json'), `${JSON.stringify(all, undefined, 2)}\n`);
  }
}

/** What a section has found that could not go on; the others go on. */
function failed(error: unknown): Findings {
  const { message } = error as Error;
  return { tables: [], goals: [], raw: undefined, problems: [message] };
}

/** What the caller can put right. */
class UsageError extends Error {}

function count(name: string, text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new UsageError(`--${name} must be a whole number from 1 on, not "${text}"`);
}

try {
  await main();
} catch (error) {
  const isUsage =
    error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  console.error(`bench: ${isUsage ? (error as Error).message : String((error as Error).stack)}`);
  process.exitCode = isUsage ? 2 : 1;
}
