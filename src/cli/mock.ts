import type { Command } from 'commander';
import { buildMock, type Mock, type MockParts } from '../mock/mock.ts';
import { builtIn, contractIds, type ContractId } from '../mock/registry.ts';
import type { Listener } from '../mock/adapters/node.ts';
import { runChild } from './child.ts';
import { checkCommandArgument } from './command-argument.ts';
import type { Io } from './io.ts';
import { CliError, EXIT } from './exit.ts';
import {
  addMockFlags,
  MOCK_SETTINGS,
  plantsCanaries,
  readMockFlags,
  type MockFlags,
} from './mock-flags.ts';
import { jsonLog, textLog } from './mock-log.ts';
import { addConfigFlags, readSettings, type Settings } from './settings.ts';

/** Adds `heartbeat-kit mock`. */
export function addMockCommand(
  program: Command,
  argv: readonly string[],
  io: Io,
  setExitCode: (code: number) => void,
): void {
  const mock = program
    .command('mock')
    .description('Run a fake backend, for as long as it is not stopped or while a command runs.')
    .argument('[command...]', 'after --: a command to run against the mock')
    .action(async (command: readonly string[]) => {
      checkCommandArgument(command, argv);
      const settings = await readSettings<MockFlags>(mock, MOCK_SETTINGS, io);
      setExitCode(await runMock(command, settings, io));
    });
  addConfigFlags(addMockFlags(mock));
}

async function runMock(
  command: readonly string[],
  settings: Settings<MockFlags>,
  io: Io,
): Promise<number> {
  const { flags } = settings;
  const parts = await readMockFlags(settings);
  const { behaviours, scenarios } = parts;
  const mock = buildMock(parts);
  if (flags.state !== undefined) {
    await restoreFile(mock, flags.state);
    putOnTop(mock, parts);
  }
  const asked = new AbortController();
  const listener = await mock
    .listen({
      port: flags.port,
      host: flags.host,
      // Any scenario may be asked for while the mock runs.
      canary: [...scenarios.values()].some(plantsCanaries),
      adminToken: io.env['HEARTBEAT_ADMIN_TOKEN'] || undefined,
      onShutdown: command.length > 0 ? undefined : () => asked.abort(),
    })
    .catch((error: Error) => {
      throw new CliError(error.message, EXIT.unreachable);
    });
  // Standard output belongs to the command that runs.
  const stream = command.length > 0 ? 'err' : 'out';
  const log = (flags.json ? jsonLog : textLog)(io[stream], io.colours[stream]);
  const { url, canaryUrl } = listener;
  const clock = mock.clock.state;
  const { limit } = mock;
  // As it is: a snapshot may have brought another one than the flags say.
  const running = mock.scenarios().find(({ state }) => state !== null);
  const scenario = running && scenarios.get(running.name);
  const isSteered = flags.time !== undefined || flags.state !== undefined || clock.scale !== 1;
  const brief = command.length > 0;
  log.ready({ url, canaryUrl, behaviours, scenario, limit, clock, isSteered, brief });
  if (listener.adminToken !== undefined && !io.env['HEARTBEAT_ADMIN_TOKEN']) {
    io.err(`heartbeat-kit: the control API asks for the token ${listener.adminToken}\n`);
  }
  mock.subscribe(log.exchange);
  try {
    if (command.length > 0)
      return await runChild(command, environment(listener, flags.contract), io);
    await stopped(io, asked.signal);
    return EXIT.ok;
  } finally {
    await mock.close();
  }
}

/** @throws CliError where a file holds no snapshot, or none of this mock. */
async function restoreFile(mock: Mock, file: string): Promise<void> {
  // Loaded late, with all that checks snapshots.
  const { readSnapshot } = await import('../mock/snapshots/file.ts');
  const snapshot = await readSnapshot(file).catch((error: Error) => {
    throw new CliError(error.message, EXIT.usage);
  });
  await mock.restore(snapshot).catch((error: Error) => {
    throw new CliError(`${file}: ${error.message}`, EXIT.usage);
  });
}

/** What flags ask for holds all the same after a snapshot; but its seed is what ids are made from. */
function putOnTop(mock: Mock, { scenario, limit, start, scale }: MockParts): void {
  if (start !== undefined) mock.clock.set(start);
  if (scale !== undefined) mock.clock.scale(scale);
  if (scenario !== undefined) mock.play(scenario);
  if (limit !== undefined) mock.limit = limit;
}

/** How a command learns where the mock is. */
function environment(
  { url, adminToken }: Listener,
  contracts: readonly ContractId[],
): Record<string, string | undefined> {
  return Object.fromEntries([
    ['HEARTBEAT_BASE_URL', url],
    ['HEARTBEAT_ADMIN_URL', url],
    ...(adminToken === undefined ? [] : [['HEARTBEAT_ADMIN_TOKEN', adminToken]]),
    // Nor must it find another server by what was set for one before.
    ...contractIds.map((id) => [
      `${id.toUpperCase()}_BASE_URL`,
      contracts.includes(id) ? url + builtIn[id].contract.basePath : undefined,
    ]),
  ]) as Record<string, string | undefined>;
}

function stopped(io: Io, asked: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const release = io.onStop(stop);
    asked.addEventListener('abort', stop);
    function stop() {
      release();
      resolve();
    }
  });
}
