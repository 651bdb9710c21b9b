import * as z from 'zod';
import { SnapshotError } from '../../errors.ts';
import type { AccountMemory } from '../accounts.ts';
import type { ClockState } from '../clock.ts';
import { SNAPSHOT_FORMAT } from './save.ts';
import { accountId, checkUnique, count, integerId, readPart, time } from './checks.ts';
import type { DirectorMemory } from '../simulation/director.ts';
import { checkMemory, memoryFormat } from '../simulation/memory-format.ts';
import { createWorld, stateOptions, type World, type WorldOptions } from '../world.ts';

type Path = readonly PropertyKey[];

/** Names in foreign files may be as long as they like. */
const MAX_MESSAGE = 1000;

const account = z.strictObject({
  id: accountId,
  agentId: integerId.optional(),
  requests: count,
  heartbeats: count,
});

const snapshotFormat = z.strictObject({
  format: z.literal(SNAPSHOT_FORMAT),
  seed: z.int(),
  savedAt: z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'must be a time'),
  clock: z.strictObject({ now: time, scale: z.number().min(0).max(1e6) }),
  answered: count,
  contracts: z.record(
    z.string(),
    z.strictObject({ accounts: z.array(account), state: z.unknown() }),
  ),
  simulation: memoryFormat,
});

/**
 * Makes the world that a snapshot holds, with the journal of the world that it will take the place of.
 * Changes nothing.
 *
 * @throws SnapshotError with the place of what is wrong.
 */
export async function readWorld(
  snapshot: unknown,
  options: WorldOptions,
  current: World,
): Promise<{ readonly world: World; readonly clock: ClockState }> {
  try {
    return await read(snapshot, options, current);
  } catch (error) {
    if (!(error instanceof SnapshotError)) throw error;
    // Names in it come from a file, which may hold anything.
    const clean = (text: string) => current.redactor.text(text, []).slice(0, MAX_MESSAGE);
    const path = error.path.map((part) => clean(String(part)));
    throw new SnapshotError(clean(error.reason), path);
  }
}

async function read(snapshot: unknown, options: WorldOptions, current: World) {
  const plain = plainOf(snapshot);
  checkFormat(plain);
  const { seed, clock, answered, contracts, simulation } = readPart(snapshotFormat, plain);
  checkContracts(
    Object.keys(contracts),
    options.behaviours.map((behaviour) => behaviour.contract.id),
  );
  const world = createWorld({ ...options, seed }, clock.now, current.journal);
  world.answered = answered;
  for (const [id, site] of world.sites) {
    const saved = contracts[id] as (typeof contracts)[string];
    checkUnique(saved.accounts, 'id', ['contracts', id, 'accounts']);
    site.accounts.restore(saved.accounts as AccountMemory[]);
    site.state = await within(['contracts', id, 'state'], () => {
      if (!site.behaviour.load) throw new SnapshotError('its behaviour has no load()');
      return site.behaviour.load(saved.state, stateOptions(id, { ...options, seed }));
    });
  }
  await within(['simulation'], () => checkMemory(simulation as DirectorMemory, options.scenarios));
  world.director.restore(simulation as DirectorMemory);
  // What was a secret stays one.
  for (const secret of current.redactor.seen) world.redactor.mark(secret);
  return { world, clock };
}

/** A copy that nobody else can change. */
function plainOf(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value) ?? 'null');
  } catch (error) {
    throw new SnapshotError('a snapshot has to be plain JSON', [], { cause: error });
  }
}

/** Told before all else, since nothing else makes sense in a foreign file. */
function checkFormat(snapshot: unknown): void {
  const format =
    typeof snapshot === 'object' && snapshot !== null && Object.hasOwn(snapshot, 'format')
      ? (snapshot as { format: unknown }).format
      : undefined;
  if (format === SNAPSHOT_FORMAT) return;
  if (typeof format === 'string' && /^heartbeat-kit\/snapshot@\d+$/.test(format)) {
    throw new SnapshotError(
      `is ${format}, and this version of heartbeat-kit reads ${SNAPSHOT_FORMAT}; save it anew with this version`,
      ['format'],
    );
  }
  throw new SnapshotError(
    `must be "${SNAPSHOT_FORMAT}": this is no snapshot of heartbeat-kit; make one with save()`,
    ['format'],
  );
}

function checkContracts(saved: readonly string[], mocked: readonly string[]): void {
  const cure = 'mock the same contracts as when it was saved';
  for (const id of saved) {
    if (mocked.includes(id)) continue;
    throw new SnapshotError(`there is no such contract here, only ${mocked.join(', ')}; ${cure}`, [
      'contracts',
      id,
    ]);
  }
  for (const id of mocked) {
    if (saved.includes(id)) continue;
    const there = saved.length > 0 ? `it holds only ${saved.join(', ')}` : 'it holds none';
    throw new SnapshotError(`is missing, ${there}; ${cure}`, ['contracts', id]);
  }
}

/** Completes the places of errors in a part. */
async function within<T>(place: Path, action: () => T | Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof SnapshotError) {
      throw new SnapshotError(error.reason, [...place, ...error.path]);
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new SnapshotError(reason, place, { cause: error });
  }
}
