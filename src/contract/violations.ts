import type { SchemaError, SchemaValidator, Violation } from './types.ts';

const ARTICLES: Readonly<Record<string, string>> = {
  array: 'an array',
  boolean: 'true or false',
  integer: 'an integer',
  null: 'null',
  number: 'a number',
  object: 'an object',
  string: 'a string',
};

/**
 * Validates a value and words what is wrong with it.
 *
 * @returns one violation per broken constraint, in the schema's order; empty when the value is valid.
 */
export function violationsOf(validate: SchemaValidator, value: unknown): Violation[] {
  if (validate(value)) return [];
  return toViolations(validate.errors ?? []);
}

function toViolations(errors: readonly SchemaError[]): Violation[] {
  // Of a choice of forms, the failures inside each form say less than the choice as a whole.
  const choices = errors.filter((error) => error.keyword === 'anyOf' || error.keyword === 'oneOf');
  const isBranchOf = (error: SchemaError, choice: SchemaError) =>
    error !== choice && error.schemaPath.startsWith(`${choice.schemaPath}/`);
  return errors
    .filter((error) => !choices.some((choice) => isBranchOf(error, choice)))
    .map((error) => {
      const branches = errors.filter((other) => isBranchOf(other, error));
      return toViolation(error, branches);
    });
}

function toViolation(error: SchemaError, branches: readonly SchemaError[]): Violation {
  const missing =
    error.keyword === 'required' ? String(error.params['missingProperty']) : undefined;
  const pointer =
    missing === undefined ? error.instancePath : `${error.instancePath}/${escape(missing)}`;
  const field = pointer.slice(1).split('/').map(unescape).join('.');
  const subject = field ? `The ${field} field` : 'The request body';
  return {
    pointer,
    field,
    keyword: error.keyword,
    message: `${subject} ${sentence(error, branches)}.`,
  };
}

function sentence(error: SchemaError, branches: readonly SchemaError[]): string {
  const { params } = error;
  const limit = String(params['limit']);
  switch (error.keyword) {
    case 'required':
      return 'is required';
    case 'type':
      return `must be ${[params['type']]
        .flat()
        .map((type) => ARTICLES[String(type)])
        .join(' or ')}`;
    case 'enum':
      return `must be one of ${(params['allowedValues'] as unknown[]).join(', ')}`;
    case 'const':
      return `must be ${JSON.stringify(params['allowedValue'])}`;
    case 'minLength':
      return `must be at least ${limit} characters`;
    case 'maxLength':
      return `must not be greater than ${limit} characters`;
    case 'minimum':
      return `must be at least ${limit}`;
    case 'maximum':
      return `must not be greater than ${limit}`;
    case 'minItems':
      return `must have at least ${limit} items`;
    case 'maxItems':
      return `must not have more than ${limit} items`;
    case 'pattern':
      return `must match the pattern ${String(params['pattern'])}`;
    case 'format':
      return `must be a valid ${String(params['format'])}`;
    case 'anyOf':
    case 'oneOf': {
      const formats = branches.map((branch) => branch.params['format']);
      return formats.length > 0 && formats.every(Boolean)
        ? `must be a valid ${formats.join(' or ')}`
        : 'must have one of the allowed forms';
    }
    default:
      return `breaks the rule "${error.keyword}"`;
  }
}

const escape = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');
const unescape = (name: string) => name.replaceAll('~1', '/').replaceAll('~0', '~');
