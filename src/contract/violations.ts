import { namesIn, pointerTo } from './json-pointer.ts';
import type { SchemaError, SchemaValidator, Violation } from './types.ts';

const ARTICLES: Readonly<Record<string, string>> = {
  array: 'an array',
  boolean: 'a boolean',
  integer: 'an integer',
  null: 'null',
  number: 'a number',
  object: 'an object',
  string: 'a string',
};

/** A payload can be wrong in a hundred thousand places; nobody reads more than the first. */
const MAX_VIOLATIONS = 100;
const MAX_ERRORS = 400;

/**
 * Validates a value and words what is wrong with it.
 *
 * @param whole what sentences call the value itself.
 * @returns one violation per broken constraint, in the schema's order, up to a hundred and one that
 *   counts the rest; empty when the value is valid.
 */
export function violationsOf(
  validate: SchemaValidator,
  value: unknown,
  whole = 'The request body',
): Violation[] {
  const { violations, more } = countedViolations(validate, value, whole);
  if (more === 0) return [...violations];
  const message = `There are ${more} more violations.`;
  return [...violations, { pointer: '', field: '', keyword: 'more', message }];
}

/** The same, with a number in place of the one that counts the rest. */
export function countedViolations(
  validate: SchemaValidator,
  value: unknown,
  whole: string,
): { readonly violations: readonly Violation[]; readonly more: number } {
  if (validate(value)) return { violations: [], more: 0 };
  const errors = validate.errors ?? [];
  const all = toViolations(errors.slice(0, MAX_ERRORS), whole);
  const violations = all.slice(0, MAX_VIOLATIONS);
  const more = all.length - violations.length + Math.max(0, errors.length - MAX_ERRORS);
  return { violations, more };
}

function toViolations(errors: readonly SchemaError[], whole: string): Violation[] {
  const inner = new Set(errors.filter(isChoice).flatMap((choice) => branchesOf(choice, errors)));
  const violations = errors
    .filter((error) => !inner.has(error))
    .flatMap((error) =>
      isChoice(error)
        ? ofChoice(error, branchesOf(error, errors), whole)
        : [toViolation(error, sentence(error), whole)],
    );
  const listed = new Set(violations.filter(isOfList).map(({ pointer }) => pointer));
  // A group of constraints may repeat what its surroundings ask for.
  const seen = new Set<string>();
  return violations.filter(({ pointer, keyword, message }) => {
    // The list of all values says more than their type.
    if (keyword === 'type' && listed.has(pointer)) return false;
    const text = `${pointer} ${message}`;
    return !seen.has(text) && seen.add(text);
  });
}

function isChoice({ keyword }: SchemaError): boolean {
  return keyword === 'anyOf' || keyword === 'oneOf';
}

/**
 * The errors that come from the forms of a choice, all of which are told before it. Below a `$ref`
 * schema paths start anew, so that what counts is the place in the value, and that they are no
 * neighbours of the choice.
 */
function branchesOf(choice: SchemaError, errors: readonly SchemaError[]): SchemaError[] {
  const { instancePath, schemaPath } = choice;
  const surroundings = schemaPath.slice(0, schemaPath.lastIndexOf('/') + 1);
  return errors
    .slice(0, errors.indexOf(choice))
    .filter(
      (error) =>
        (error.instancePath === instancePath ||
          error.instancePath.startsWith(`${instancePath}/`)) &&
        (error.schemaPath.startsWith(`${schemaPath}/`) ||
          !error.schemaPath.startsWith(surroundings)),
    );
}

/** Of a choice of forms, what is wrong with the form that the value comes closest to. */
function ofChoice(
  choice: SchemaError,
  branches: readonly SchemaError[],
  whole: string,
): Violation[] {
  // Several forms fit where one should.
  if (branches.length === 0)
    return [toViolation(choice, 'must have just one of the allowed forms', whole)];
  const isHere = ({ instancePath }: SchemaError) => instancePath === choice.instancePath;
  const leaves = branches.filter((branch) => !isChoice(branch));
  const isOtherFormat = (error: SchemaError) => isHere(error) && error.keyword === 'format';
  if (leaves.length > 0 && leaves.every(isOtherFormat)) {
    const formats = leaves.map(({ params }) => String(params['format']));
    return [
      toViolation(choice, `must be a valid ${formats.map(nameOfFormat).join(' or ')}`, whole),
    ];
  }
  const isOtherType = (error: SchemaError) => isHere(error) && error.keyword === 'type';
  const closer = branches.filter((branch) => {
    if (!isChoice(branch)) return !isOtherType(branch);
    const own = branchesOf(branch, branches).filter((one) => !isChoice(one));
    return own.length === 0 || !own.every(isOtherType);
  });
  if (closer.length > 0) return toViolations(closer, whole);
  const types = leaves.flatMap(({ params }) => params['type']);
  return [toViolation(choice, `must be ${alternatives(types)}`, whole)];
}

function isOfList({ keyword }: Violation): boolean {
  return keyword === 'enum' || keyword === 'const';
}

function toViolation(error: SchemaError, what: string, whole: string): Violation {
  const name = PROPERTIES.map((param) => error.params[param]).find((one) => one !== undefined);
  const pointer =
    name === undefined ? error.instancePath : error.instancePath + pointerTo([String(name)]);
  const field = namesIn(pointer).join('.');
  const subject = field ? `The ${field} field` : whole;
  return { pointer, field, keyword: error.keyword, message: `${subject} ${what}.` };
}

/** Where errors name the property that they are about, below the place that they give. */
const PROPERTIES = ['missingProperty', 'additionalProperty', 'unevaluatedProperty', 'propertyName'];

/** Types in words: `a string or null`. */
function alternatives(types: readonly unknown[]): string {
  return [...new Set(types)].map((type) => ARTICLES[String(type)]).join(' or ');
}

function sentence({ keyword, params }: SchemaError): string {
  const limit = String(params['limit']);
  switch (keyword) {
    case 'required':
      return 'is required';
    case 'type':
      return `must be ${[params['type']]
        .flat()
        .map((type) => ARTICLES[String(type)])
        .join(' or ')}`;
    case 'enum':
      return `must be one of ${(params['allowedValues'] as unknown[]).map(plain).join(', ')}`;
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
    case 'exclusiveMinimum':
      return `must be greater than ${limit}`;
    case 'exclusiveMaximum':
      return `must be less than ${limit}`;
    case 'multipleOf':
      return `must be a multiple of ${String(params['multipleOf'])}`;
    case 'uniqueItems':
      return `must not have the same item twice (${String(params['i'])} and ${String(params['j'])})`;
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return 'is not allowed here';
    case 'propertyNames':
      return 'has a name that is not allowed here';
    case 'minProperties':
      return `must have at least ${limit} properties`;
    case 'maxProperties':
      return `must not have more than ${limit} properties`;
    case 'dependentRequired':
      return `is required where there is ${String(params['property'])}`;
    case 'contains':
      return `must hold at least ${String(params['minContains'])} items of the form that is asked for`;
    case 'not':
      return 'must not be of this form';
    case 'minItems':
      return `must have at least ${limit} items`;
    case 'maxItems':
      return `must not have more than ${limit} items`;
    case 'pattern':
      return `must match the pattern ${String(params['pattern'])}`;
    case 'format':
      return `must be a valid ${nameOfFormat(String(params['format']))}`;
    default:
      return `breaks the rule "${keyword}"`;
  }
}

const FORMATS: Readonly<Record<string, string>> = { ipv4: 'IPv4 address', ipv6: 'IPv6 address' };
const nameOfFormat = (format: string) => FORMATS[format] ?? format;
const plain = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
