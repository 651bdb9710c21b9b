/**
 * A broken client as a program of its own.
 *
 * Usage: tsx broken-client.ts <contract> <name>
 */
import * as agentmc from '../../../fixtures/broken/clients/agentmc.ts';
import * as agentradio from '../../../fixtures/broken/clients/agentradio.ts';
import { systemClock } from '../../../src/index.ts';

const [contract, name] = process.argv.slice(2);
const { HEARTBEAT_BASE_URL: baseUrl = '', HEARTBEAT_API_KEY: apiKey = '' } = process.env;
const { clients } = contract === 'agentmc' ? agentmc : agentradio;
const broken = clients.find((one) => one.name === name);
if (!broken) throw new Error(`there is no client ${name} of ${contract}`);
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());
await broken.client({
  baseUrl,
  apiKey,
  fetch,
  clock: systemClock,
  signal: stop.signal,
  memory: new Map(),
});
