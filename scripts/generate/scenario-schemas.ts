import * as z from 'zod';
import { defaultsFormat, scenarioFormat } from '../../src/conformance/scenario/format.ts';

/** JSON Schemas of the files that people write, so that editors complete and check them. */
export function scenarioSchemas(): Map<string, string> {
  const formats = {
    'server-scenario.schema.json': scenarioFormat,
    'server-defaults.schema.json': defaultsFormat,
  };
  return new Map(
    Object.entries(formats).map(([name, format]) => [
      name,
      `${JSON.stringify(z.toJSONSchema(format), null, 2)}\n`,
    ]),
  );
}
