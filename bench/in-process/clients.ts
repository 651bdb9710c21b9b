/** Times all client scenarios of a contract, played to a client that is a function. Prints the milliseconds. */
import { AgentmcClient } from '../../fixtures/clients/agentmc.ts';
import { AgentradioClient } from '../../fixtures/clients/agentradio.ts';
import { checkClient, type ClientFunction } from '../../src/index.ts';

const [contract = ''] = process.argv.slice(2);
const clients: Readonly<Record<string, ClientFunction>> = {
  agentmc: (around) => new AgentmcClient({ ...around, baseUrl: `${around.baseUrl}/api/v1` }).run(),
  agentradio: (around) => new AgentradioClient(around, 'on_shift').run(),
};
const client = clients[contract] as ClientFunction;
const state = contract === 'agentradio' ? 'on_shift' : undefined;
const begin = performance.now();
const report = await checkClient({ contract, state, client, start: Date.UTC(2026, 5, 1, 9) });
const time = performance.now() - begin;
if (report.verdict !== 'pass') throw new Error(`a correct client does not pass: ${report.verdict}`);
console.log(JSON.stringify({ time, scenarios: report.scenarios.length }));
