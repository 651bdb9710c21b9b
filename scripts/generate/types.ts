import { compile, type JSONSchema } from 'json-schema-to-typescript';
import type { ContractFiles } from '../../src/contract/load.ts';
import { banner } from './banner.ts';

type Node = Record<string, unknown>;

/** TypeScript types of all shapes of a contract, named by the schemas' titles. */
export async function typesFile({ id, schemas }: ContractFiles): Promise<string> {
  // One root that refers to every shape yields each type once.
  const root: Node = {
    title: 'Shapes',
    type: 'object',
    additionalProperties: false,
    required: Object.keys(schemas),
    properties: Object.fromEntries(
      Object.keys(schemas).map((name) => [name, { $ref: `#/$defs/${name}` }]),
    ),
    $defs: Object.fromEntries(
      Object.entries(schemas).map(([name, schema]) => [name, prepare(schema)]),
    ),
  };
  const prefix = id.slice(0, 1).toUpperCase() + id.slice(1);
  const code = await compile(root as JSONSchema, `${prefix}Shapes`, {
    bannerComment: '',
    additionalProperties: true,
    unreachableDefinitions: false,
    style: { singleQuote: true },
  });
  return (
    banner(id) +
    code.replace(
      'export interface Shapes',
      `/** Every shape of the contract by its name. */\nexport interface ${prefix}Shapes`,
    )
  );
}

/** Points file references at `$defs`, and merges groups that hold only `required` or bounds. */
function prepare(node: unknown): unknown {
  if (Array.isArray(node)) return node.map((item) => prepare(item));
  if (typeof node !== 'object' || node === null) return node;
  // A description beside a reference would make json-schema-to-typescript copy the type.
  const ref = (node as Node)['$ref'];
  if (typeof ref === 'string') return { $ref: `#/$defs/${ref.replace('.schema.json', '')}` };
  const result: Node = {};
  for (const [key, value] of Object.entries(node)) {
    if (['$schema', '$id', 'examples', 'x-basis'].includes(key)) continue;
    if (key === 'allOf') {
      const groups = value as Node[];
      result['required'] = [
        ...(((node as Node)['required'] as string[] | undefined) ?? []),
        ...groups.flatMap((group) => (group['required'] as string[] | undefined) ?? []),
      ];
    } else if (!(key === 'required' && 'allOf' in node)) {
      result[key] = prepare(value);
    }
  }
  if (result['required'] && !result['properties']) delete result['required'];
  return result;
}
