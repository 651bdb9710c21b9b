import { join } from 'node:path';
import { createGenerator } from 'ts-json-schema-generator';

const REPORTS = {
  'server-report.schema.json': {
    type: 'ServerReport',
    file: 'src/conformance/report/types.ts',
    title: 'What `heartbeat-kit check server --reporter json` says',
  },
  'client-report.schema.json': {
    type: 'ClientReport',
    file: 'src/conformance/report/client-types.ts',
    title: 'What `heartbeat-kit check client --reporter json` and `check log` say',
  },
} as const;

/**
 * JSON Schemas of reports, from their types. Fields that a later version adds are allowed, so that what
 * reads a report of today goes on reading.
 */
export function reportSchemas(root: string): Map<string, string> {
  return new Map(
    Object.entries(REPORTS).map(([name, { type, file, title }]) => {
      const { $schema, ...schema } = createGenerator({
        path: join(root, file),
        tsconfig: join(root, 'tsconfig.json'),
        type,
        additionalProperties: true,
        // `npm run typecheck` does so, by the compiler that this repository has.
        skipTypeCheck: true,
      }).createSchema(type);
      return [name, `${JSON.stringify({ $schema, title, ...schema }, null, 2)}\n`];
    }),
  );
}
