import { basename } from 'node:path';
import type { Scenario } from '../conformance/scenario/format.ts';
import { clientSuite, serverSuite } from '../conformance/suites.ts';
import { findContract } from '../contract/find.ts';
import { contractIds } from '../mock/registry.ts';
import { scenariosFor } from '../mock/simulation/library.ts';
import { table } from './list.ts';

/** A scenario, as `list scenarios --format json` prints it. */
interface ListedScenario {
  /** The mock puts it on, or it is played to servers or clients. */
  readonly side: 'mock' | 'server' | 'client';
  readonly contracts: readonly string[];
  readonly name: string;
  readonly title: string;
  /** What it shows, for servers and clients. */
  readonly requirements: readonly string[];
}

/** Lists the scenarios of contracts, of one side or all. */
export async function listScenarios(contracts: readonly string[], side?: string) {
  const found = await Promise.all(contracts.map((contract) => findContract(contract)));
  const isAsked = (one: string) => side === undefined || side === one;
  const entries: ListedScenario[] = [
    ...(isAsked('mock') ? ofMock(found.map(({ id }) => id)) : []),
    ...(isAsked('server') ? await Promise.all(contracts.map(forServers)) : []).flat(),
    ...(isAsked('client') ? await Promise.all(contracts.map(forClients)) : []).flat(),
  ];
  return {
    entries,
    text: table(entries.map((one) => [one.side, one.contracts.join(', '), one.name, one.title])),
  };
}

function ofMock(ids: readonly string[]): ListedScenario[] {
  const known = ids.filter((id) => (contractIds as string[]).includes(id));
  if (known.length === 0) return [];
  return [...scenariosFor(known).values()].map(({ name, title, contracts = known }) => ({
    side: 'mock',
    contracts: contracts.filter((id) => known.includes(id)),
    name,
    title,
    requirements: [],
  }));
}

async function forServers(contract: string): Promise<ListedScenario[]> {
  const suite = await serverSuite(contract);
  if (!suite) return [];
  return suite.scenarios.map((scenario) => ({
    side: 'server',
    contracts: [suite.id],
    name: basename(scenario.file, '.yaml'),
    title: scenario.title,
    requirements: requirementsOf(scenario),
  }));
}

function requirementsOf({ steps }: Scenario): string[] {
  const expectations = steps.flatMap((step) => ('expect' in step ? (step.expect ?? []) : []));
  return [...new Set(expectations.flatMap(({ requirement }) => requirement))].toSorted();
}

async function forClients(contract: string): Promise<ListedScenario[]> {
  const suite = await clientSuite(contract);
  return (suite?.scenarios ?? []).map(({ name, title, judges }) => ({
    side: 'client',
    contracts: [contract],
    name,
    title,
    requirements: judges,
  }));
}
