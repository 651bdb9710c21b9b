import standaloneCode from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { createAjv, shapesOf, type Mode } from '../../src/contract/compile.ts';
import { readOperations } from '../../src/contract/openapi.ts';
import type { ContractFiles } from '../../src/contract/load.ts';
import { banner } from './banner.ts';

const ANNOTATIONS = new Set(['title', 'description', 'examples', '$comment', 'x-basis']);

/**
 * Compiled validators of a contract as one module without imports, so that nothing is compiled at
 * start-up and the code runs where `eval` is forbidden.
 *
 * ajv's standalone code still calls `require()` for its helpers and formats; bundling resolves it.
 */
export async function validatorsFile({ id, openapi, ...files }: ContractFiles): Promise<string> {
  const schemas = bare(files.schemas) as ContractFiles['schemas'];
  const operations = readOperations(openapi);
  const shapes: Record<Mode, string[]> = {
    thorough: Object.keys(schemas),
    'quick-answer': shapesOf(operations, 'quick-answer'),
    'quick-request': shapesOf(operations, 'quick-request'),
  };
  const modes = Object.keys(shapes) as Mode[];
  const modules = Object.fromEntries(
    modes.map((mode) => {
      const ajv = createAjv(schemas, mode, { source: true, esm: true, lines: true });
      const exports = shapes[mode].map((shape) => [
        exportName(shape),
        String(schemas[shape]?.['$id']),
      ]);
      return [
        mode,
        standaloneCode.default(ajv, Object.fromEntries(exports) as Record<string, string>),
      ];
    }),
  );
  const table = (mode: Mode) =>
    shapes[mode].map((shape) => `${JSON.stringify(shape)}: ${alias(mode)}.${exportName(shape)}`);
  const entry = `
    ${modes.map((mode) => `import * as ${alias(mode)} from '${mode}';`).join('\n')}
    export const validators = { ${table('thorough').join(', ')} };
    export const quick = { ${[...table('quick-answer'), ...table('quick-request')].join(', ')} };
  `;
  const code = await bundle(entry, modules);
  // The exports get their types where TypeScript declares them.
  const body = code.replace(/export\s*\{[^}]*\};?\s*$/, '');
  if (body === code) throw new Error(`${id}: the bundle has no exports`);
  return `// @ts-nocheck
${banner(id)}import type { SchemaValidator } from '../types.ts';

${body}
const typedValidators: Readonly<Record<string, SchemaValidator>> = validators;
const typedQuick: Readonly<Record<string, SchemaValidator>> = quick;
export { typedValidators as validators, typedQuick as quick };
`;
}

function bundle(entry: string, modules: Readonly<Record<string, string>>): Promise<string> {
  return build({
    stdin: { contents: entry, resolveDir: import.meta.dirname },
    plugins: [
      {
        name: 'compiled-schemas',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /.*/ }, ({ path }) =>
            path in modules ? { path, namespace: 'compiled' } : undefined,
          );
          onLoad({ filter: /.*/, namespace: 'compiled' }, ({ path }) => ({
            contents: modules[path] ?? '',
            resolveDir: import.meta.dirname,
          }));
        },
      },
    ],
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
  }).then(({ outputFiles }) => outputFiles[0]?.text ?? '');
}

/** Without what only people read; ajv would carry it into the code. */
function bare(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(bare);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node)
      // A property may be named like an annotation; its schema is no text.
      .filter(
        ([key, value]) =>
          !(ANNOTATIONS.has(key) && (typeof value === 'string' || Array.isArray(value))),
      )
      .map(([key, value]) => [key, bare(value)]),
  );
}

function exportName(shape: string): string {
  return `v_${shape.replaceAll(/[^a-z]/g, '_')}`;
}

function alias(mode: Mode): string {
  return mode.replaceAll('-', '_');
}
