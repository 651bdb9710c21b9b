import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { folderOf } from '../contract/folder.ts';
import { loadClientSuite, type ClientSuite } from './client/load.ts';
import { profiles, type Profile } from './client/profile.ts';
import type { Suite } from './scenario/load.ts';
import { suiteOf } from './server-check.ts';

/** Any will do: how often clients report decides only how long a scenario lasts. */
const BEAT = 60_000;

/**
 * The scenarios by which servers of a contract are checked; undefined where it has none.
 *
 * @param contract id of a built-in one, or the folder of another.
 * @throws FileError that names file, line and cure.
 */
export async function serverSuite(contract: string): Promise<Suite | undefined> {
  return existsSync(join(folderOf(contract), 'scenarios', 'server'))
    ? suiteOf(contract)
    : undefined;
}

/**
 * The scenarios by which clients of a contract are checked, and how they are judged; undefined where
 * clients of it cannot be.
 *
 * @param contract id of a built-in one, or the folder of another.
 */
export async function clientSuite(
  contract: string,
): Promise<(ClientSuite & { readonly profile: Profile }) | undefined> {
  const profile = Object.hasOwn(profiles, contract) ? profiles[contract] : undefined;
  if (!profile) return undefined;
  return { ...(await loadClientSuite({ profile, state: undefined, beat: BEAT })), profile };
}
