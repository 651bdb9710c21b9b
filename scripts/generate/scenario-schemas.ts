import * as z from 'zod';
import { configFormat } from '../../src/cli/config-format.ts';
import { baselineFormat } from '../../src/conformance/baseline/format.ts';
import { defaultsFormat } from '../../src/conformance/scenario/defaults-format.ts';
import { scenarioFormat } from '../../src/conformance/scenario/format.ts';
import { clientScenarioFormat } from '../../src/conformance/client/scenario-format.ts';
import { statesFormat } from '../../src/conformance/states.ts';
import { traceabilityFormat } from '../../src/conformance/traceability/format.ts';
import { scenarioFormat as mockScenarioFormat } from '../../src/mock/simulation/format.ts';

/** JSON Schemas of the files that people write, so that editors complete and check them. */
export function scenarioSchemas(): Map<string, string> {
  const formats = {
    'server-scenario.schema.json': scenarioFormat,
    'server-defaults.schema.json': defaultsFormat,
    // How long a beat is makes no difference to the form.
    'client-scenario.schema.json': clientScenarioFormat(60_000),
    'mock-scenario.schema.json': mockScenarioFormat,
    'traceability.schema.json': traceabilityFormat,
    'config.schema.json': configFormat,
    'baseline.schema.json': baselineFormat,
    'states.schema.json': statesFormat,
  };
  return new Map(
    Object.entries(formats).map(([name, format]) => [
      name,
      `${JSON.stringify(z.toJSONSchema(format, { io: 'input' }), null, 2)}\n`,
    ]),
  );
}
