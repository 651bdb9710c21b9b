import { library } from '../generated/scenarios.ts';
import type { Scenario } from './types.ts';

/**
 * The scenarios that can be asked for, by name: those of the library that fit the contracts, and one's
 * own, which may take the name of one of them.
 *
 * @param contracts ids of the contracts that are mocked.
 */
export function scenariosFor(
  contracts: readonly string[],
  own: readonly Scenario[] = [],
): Map<string, Scenario> {
  const fits = (scenario: Scenario) =>
    scenario.contracts?.some((id) => contracts.includes(id)) ?? true;
  return new Map([...library.filter(fits), ...own].map((scenario) => [scenario.name, scenario]));
}

/** What to say of a scenario that there is not. */
export function unknownScenario(name: string, scenarios: ReadonlyMap<string, Scenario>): string {
  const names = [...scenarios.keys()].toSorted().join(', ');
  return `there is no scenario "${name}"; there is ${names}`;
}
