import type { Basis, Level } from '../../contract/types.ts';
import { VERSION } from '../../version.ts';
import type { Requirement } from '../requirements.ts';
import type { Suite } from '../scenario/load.ts';
import { counts } from '../report/types.ts';
import { isBasedOn } from '../weights.ts';
import type { ArazzoDocument, ArazzoStep, Workflow } from './arazzo-types.ts';
import { inWords } from './criteria.ts';
import { idOf } from './draft.ts';
import { grouped, type LeftOut } from './left-out.ts';
import { inputsOf } from './requests.ts';
import { ScenarioInWords, type Refusal } from './workflow.ts';

export interface ExportOptions {
  /** Where the contract's OpenAPI document is, as an address or relative to where the export will be. */
  readonly openapi: string;
  /** The weakest basis of requirements that count. */
  readonly basis: Basis;
  /** The lightest level of requirements that count, as every failure of a step fails its workflow. */
  readonly failOn: Level;
}

/**
 * Says the scenarios for servers of a contract as an Arazzo 1.0.1 document, a workflow for each.
 *
 * What Arazzo cannot say, or only more loosely, stands below `x-left-out` with the reason. Nothing of it
 * depends on a user: keys and agents are inputs.
 */
export function exportArazzo(suite: Suite, options: ExportOptions): ArazzoDocument {
  const requirements = new Map(suite.requirements.map((entry) => [entry.id, entry]));
  const refusal: Refusal = (id) => {
    const requirement = requirements.get(id) as Requirement;
    if (!isBasedOn(requirement.basis, options.basis)) return 'basis';
    return counts(requirement, options) ? undefined : 'level';
  };
  const said = suite.scenarios.map((scenario) => {
    const inArazzo = new ScenarioInWords(suite, scenario, refusal);
    return { ...scenario, id: inArazzo.id, said: inArazzo.steps(), leftOut: inArazzo.leftOut };
  });
  const workflows = said.flatMap(({ id, title, said: steps }): Workflow[] => {
    if (steps.length === 0) return [];
    const description = describe(steps, requirements);
    const inputs = inputsOf(steps);
    return [{ workflowId: id, summary: title, description, ...(inputs && { inputs }), steps }];
  });
  return {
    arazzo: '1.0.1',
    info: {
      title: `${suite.title}: scenarios for servers`,
      description:
        'What `heartbeat-kit check server` does and expects, as far as Arazzo can say it; x-left-out lists the rest. A workflow ends with the first step that fails, and what the check would call not observed fails here. In JSONPath, @ is the whole body, as in the example of Arazzo.',
      version: VERSION,
      'x-generator': 'heartbeat-kit export arazzo',
    },
    sourceDescriptions: [{ name: idOf(suite.id), url: options.openapi, type: 'openapi' }],
    workflows,
    'x-left-out': grouped([...said.flatMap(({ leftOut }) => leftOut), ...ofEveryAnswer(suite)]),
  };
}

function ofEveryAnswer({ defaults }: Suite): LeftOut[] {
  return (defaults.always ?? []).flatMap((expectation) =>
    [expectation.requirement].flat().map((requirement) => ({
      scenario: 'defaults.yaml',
      requirement,
      what: inWords(expectation),
      reason: 'every' as const,
    })),
  );
}

/** The requirements that a workflow is about, with their titles. */
function describe(
  steps: readonly ArazzoStep[],
  requirements: ReadonlyMap<string, Requirement>,
): string {
  const criteria = steps.flatMap(({ successCriteria = [] }) => successCriteria);
  const ids = new Set(criteria.flatMap((criterion) => criterion['x-requirements'] ?? []));
  const lines = [...ids].toSorted().map((id) => {
    const { level, title } = requirements.get(id) as Requirement;
    return `- ${id} (${level}): ${title}`;
  });
  return lines.join('\n');
}
