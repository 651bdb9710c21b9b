import { describe, expect, it } from 'vitest';
import * as agentmc from '../../../fixtures/broken/clients/agentmc.ts';
import * as agentradio from '../../../fixtures/broken/clients/agentradio.ts';
import { AgentmcClient } from '../../../fixtures/clients/agentmc.ts';
import { AgentradioClient, type AgentState } from '../../../fixtures/clients/agentradio.ts';
import {
  checkClient,
  type ClientFunction,
  type ClientReport,
  type Verdict,
} from '../../../src/index.ts';

const START = Date.UTC(2026, 5, 1, 9);

function idsWith(wanted: Verdict, { requirements }: ClientReport): string[] {
  return requirements.flatMap(({ id, verdict }) => (verdict === wanted ? [id] : [])).toSorted();
}

function check(contract: string, client: ClientFunction, state?: AgentState) {
  return checkClient({ contract, state, client, start: START });
}

const correctAgentmc: ClientFunction = (environment) =>
  new AgentmcClient({ ...environment, baseUrl: `${environment.baseUrl}/api/v1` }).run();
const correctAgentradio =
  (state: AgentState): ClientFunction =>
  (environment) =>
    new AgentradioClient(environment, state).run();

describe.each(['on_shift', 'preparing', 'idle', 'dormant'] as const)('agentradio, %s', (state) => {
  it('the correct client fails nothing, and leaves nothing open', async () => {
    const report = await check('agentradio', correctAgentradio(state), state);
    expect(idsWith('fail', report)).toEqual([]);
    expect(idsWith('inconclusive', report)).toEqual([]);
    expect(report.verdict).toBe('pass');
    expect(report.unexercised.map(({ id }) => id)).toEqual(state === 'dormant' ? ['AR-C-010'] : []);
  });
});

describe('agentmc', () => {
  it('the correct client fails nothing, and leaves nothing open', async () => {
    const report = await check('agentmc', correctAgentmc);
    expect(idsWith('fail', report)).toEqual([]);
    expect(idsWith('inconclusive', report)).toEqual([]);
    expect(report.verdict).toBe('pass');
    expect(report.unexercised.map(({ id }) => id)).toEqual(['AMC-C-006', 'AMC-C-014']);
  });
});

describe.each([
  ['agentmc', agentmc.clients, undefined],
  ['agentradio', agentradio.clients, 'on_shift'],
] as const)('%s', (contract, clients, state) => {
  it('every requirement has a client that breaks it', async () => {
    const { requirements, unexercised } = await check(contract, async () => {}, state);
    const all = [...requirements, ...unexercised].map(({ id }) => id);
    expect([...new Set(clients.map(({ breaks }) => breaks))].toSorted()).toEqual(all.toSorted());
  });

  it('names are unique, in kebab case, and lists sorted', () => {
    const names = clients.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(names.filter((name) => !/^[a-z\d]+(?:-[a-z\d]+)*$/.test(name))).toEqual([]);
    const lists = clients.map(({ alsoFails }) => alsoFails);
    expect(lists).toEqual(lists.map((list) => list.toSorted()));
  });

  it.each(clients)('$name breaks $breaks', async ({ breaks, alsoFails, client }) => {
    const report = await check(contract, client, state);
    expect(idsWith('fail', report)).toEqual([breaks, ...alsoFails].toSorted());
  });
});
