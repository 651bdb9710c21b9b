import { constraintsOf, nameOf } from './constraints.ts';
import type { ContractFiles } from '../../../src/contract/load.ts';
import { verboseAjv } from './compile.ts';

/** Names of the constraints that any of the payloads breaks. */
export function brokenBy(
  files: ContractFiles,
  payloads: readonly { readonly shape: string; readonly payload: unknown }[],
): Set<string> {
  const ajv = verboseAjv(files);
  const errors = payloads.flatMap(({ shape, payload }) => {
    const validate = ajv.getSchema(String(files.schemas[shape]?.['$id']));
    validate?.(payload);
    return validate?.errors ?? [];
  });
  const broken = constraintsOf(files).filter(({ schema, keyword, name }) =>
    errors.some(
      (error) =>
        error.parentSchema === schema &&
        error.keyword === keyword &&
        (name === undefined || error.params['missingProperty'] === name),
    ),
  );
  return new Set(broken.map(nameOf));
}
