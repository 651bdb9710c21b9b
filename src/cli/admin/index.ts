import { InvalidArgumentError, type Command } from 'commander';
import { adminClient, AdminError } from '../../admin/client.ts';
import { DEFAULTS } from '../../mock/defaults.ts';
import { CliError, EXIT } from '../exit.ts';
import { isHttpUrl } from '../../http-url.ts';
import type { Io } from '../io.ts';
import { addConfigFlags, readSettings, type SettingsOptions } from '../settings.ts';
import { addPutOnCommands } from './put-on.ts';
import { addRequestCommands } from './requests.ts';
import { addSessionCommands } from './sessions.ts';
import { addSnapshotCommands } from './snapshots.ts';
import type { RunAdmin } from './tools.ts';
import { addWorldCommands } from './world.ts';

interface Flags {
  readonly url?: string;
  readonly session?: string;
  readonly token?: string;
  readonly json?: boolean;
}

/** What else the flags can be given by. */
const SETTINGS: SettingsOptions = {
  section: 'admin',
  variables: () => ({ url: 'HEARTBEAT_ADMIN_URL', token: 'HEARTBEAT_ADMIN_TOKEN' }),
};

const USUAL_URL = `http://${DEFAULTS.host}:${DEFAULTS.port}`;

/** Adds what `heartbeat-kit admin` can do. */
export function addAdminCommands(
  admin: Command,
  io: Io,
  setExitCode: (code: number) => void,
): void {
  admin
    .option(
      '-u, --url <url>',
      `where the mock is; else HEARTBEAT_ADMIN_URL (default: ${USUAL_URL})`,
      toUrl,
    )
    .option('--session <id>', 'the session that is meant; the mock itself by default')
    .option('--token <token>', 'where the mock asks for one; else HEARTBEAT_ADMIN_TOKEN')
    .option('--json', 'print what the control API answers, as JSON');
  const run: RunAdmin = async (command) => {
    const { flags } = await readSettings<Flags>(admin, SETTINGS, io);
    const { url = USUAL_URL, session, token, json = false } = flags;
    const printJson = (answer: unknown) => io.out(`${JSON.stringify(answer, null, 2)}\n`);
    const print = (answer: unknown, words: string) => {
      if (json) printJson(answer);
      else if (words !== '') io.out(`${words}\n`);
    };
    const client = adminClient({ url, session, token });
    try {
      await command(client, { io, json, print, printJson, setExitCode });
    } catch (error) {
      throw told(error, url);
    }
  };
  addConfigFlags(admin);
  addWorldCommands(admin, run);
  addPutOnCommands(admin, run);
  addRequestCommands(admin, run);
  addSessionCommands(admin, run);
  addSnapshotCommands(admin, run);
}

function toUrl(text: string): string {
  if (isHttpUrl(text)) return text;
  throw new InvalidArgumentError('It must be a URL such as http://127.0.0.1:4010.');
}

/** A failure as the command line tells it. */
function told(error: unknown, url: string): unknown {
  if (error instanceof AdminError) return new CliError(error.message, EXIT.usage);
  // What fetch throws where nothing answers, or what answers goes away.
  const isOfFetch =
    error instanceof TypeError && /^(?:fetch failed|terminated)$/.test(error.message);
  if (!isOfFetch) return error;
  const { code, message } = (error.cause ?? error) as { code?: string; message: string };
  return new CliError(
    `no mock answers at ${new URL(url).origin} (${code ?? message}); start one with "heartbeat-kit mock", or say where it is with --url`,
    EXIT.unreachable,
  );
}
