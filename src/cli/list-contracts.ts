import { cut } from '../conformance/report/lines.ts';
import { findContract } from '../contract/find.ts';
import { folderOf } from '../contract/folder.ts';
import { readContractFiles } from '../contract/load.ts';
import { table } from './list.ts';

const MAX_DESCRIPTION = 80;

/** A contract, as `list contracts --format json` prints it. */
interface ListedContract {
  readonly id: string;
  readonly title: string;
  readonly operations: readonly {
    readonly id: string;
    readonly method: string;
    readonly paths: readonly string[];
    /** Name of the shape. */
    readonly request: string | null;
    /** Names of the shapes by status; null where the body is no JSON. */
    readonly responses: Readonly<Record<string, string | null>>;
  }[];
  readonly shapes: readonly { readonly name: string; readonly description: string }[];
}

/** Lists contracts by their ids or folders. */
export async function listContracts(contracts: readonly string[]) {
  const entries = await Promise.all(contracts.map(entryOf));
  return { entries, text: entries.map(textOf).join('\n') };
}

async function entryOf(contract: string): Promise<ListedContract> {
  const { id, title, operations } = await findContract(contract);
  const { schemas } = await readContractFiles(folderOf(contract));
  return {
    id,
    title,
    operations: operations.map(({ id: operation, method, paths, request, responses }) => ({
      id: operation,
      method,
      paths,
      request: request?.shape ?? null,
      responses: Object.fromEntries(
        Object.entries(responses).map(([status, { shape }]) => [status, shape ?? null]),
      ),
    })),
    shapes: Object.entries(schemas).map(([name, schema]) => ({
      name,
      description: String(schema['description'] ?? ''),
    })),
  };
}

function textOf({ id, title, operations, shapes }: ListedContract): string {
  const routes = operations.map(({ id: operation, method, paths, request, responses }) => {
    const accepted = Object.keys(responses).find((status) => status.startsWith('2'));
    const answer = (accepted && responses[accepted]) ?? '';
    return ['  ', operation, `${method} ${paths[0]}`, request ?? '', answer && `-> ${answer}`];
  });
  const rows = shapes.map(({ name, description }) => [
    '  ',
    name,
    cut(/^.*?[.](?=\s|$)/s.exec(description)?.[0] ?? description, MAX_DESCRIPTION),
  ]);
  return `${id}: ${title}\n  operations\n${table(routes)}  shapes\n${table(rows)}`;
}
