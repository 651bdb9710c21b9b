import standaloneCode from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { createAjv } from '../../src/contract/compile.ts';
import type { ContractFiles } from '../../src/contract/load.ts';
import { banner } from './banner.ts';

/**
 * Compiled validators of all shapes of a contract as one module without imports, so that nothing is
 * compiled at start-up and the code runs where `eval` is forbidden.
 *
 * ajv's standalone code still calls `require()` for its helpers and formats; bundling resolves it.
 */
export async function validatorsFile({ id, schemas }: ContractFiles): Promise<string> {
  const ajv = createAjv(schemas, { code: { source: true, esm: true, lines: true } });
  const shapes = Object.keys(schemas);
  const exportName = (shape: string) => `v_${shape.replaceAll(/[^a-z]/g, '_')}`;
  const code = standaloneCode.default(
    ajv,
    Object.fromEntries(shapes.map((shape) => [exportName(shape), String(schemas[shape]?.['$id'])])),
  );
  const result = await build({
    stdin: { contents: code, resolveDir: import.meta.dirname },
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['main'],
    target: 'es2022',
    charset: 'utf8',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    write: false,
  });
  const body = (result.outputFiles[0]?.text ?? '').replace(/export\s*\{[^}]*\};?\s*$/, '');
  const table = shapes
    .map((shape) => `  ${JSON.stringify(shape)}: ${exportName(shape)},`)
    .join('\n');
  return `// @ts-nocheck
${banner(id)}import type { SchemaValidator } from '../types.ts';

${body}
export const validators: Readonly<Record<string, SchemaValidator>> = {
${table}
};
`;
}
