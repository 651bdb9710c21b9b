import type * as z from 'zod';

/** Words for what zod finds wrong with a value. */

type Path = readonly PropertyKey[];
type Issue = z.core.$ZodIssue;

/** What is wrong with a value's form, in words and with its place; of several things the first. */
export function firstIssue(error: z.core.$ZodError): { path: Path; message: string } {
  const issue = innermost(error.issues[0] as Issue);
  const path =
    issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path;
  return { path, message: wordsOf(issue) };
}

/** Of a choice of forms, what is wrong with the one that was meant. */
function innermost(issue: Issue): Issue {
  if (issue.code === 'invalid_key' && issue.issues[0]) {
    return { ...issue.issues[0], path: issue.path };
  }
  if (issue.code !== 'invalid_union') return issue;
  // The form that knows most of the keys, and of those the one that got furthest.
  const strangers = (issues: Issue[]) =>
    issues.reduce(
      (sum, { code, path, ...rest }) =>
        code === 'unrecognized_keys' && path.length === 0
          ? sum + ((rest as { keys?: unknown[] }).keys?.length ?? 0)
          : sum,
      0,
    );
  const depth = (issues: Issue[]) => Math.max(...issues.map(depthOf));
  const [best = []] = issue.errors.toSorted(
    (one, other) => strangers(one) - strangers(other) || depth(other) - depth(one),
  );
  // A key that is misspelt is missing as well: the misspelling is what has to be told.
  const inner = best.toSorted((one, other) => depthOf(other) - depthOf(one))[0];
  const isOfNoForm = issue.errors.every(([first]) => first?.path.length === 0 && isPlain(first));
  if (!inner || isOfNoForm) return issue;
  return innermost({ ...inner, path: [...issue.path, ...inner.path] });
}

/** How far from the top an issue is; an unknown key counts before what is missing beside it. */
function depthOf({ code, path }: Issue): number {
  return code === 'unrecognized_keys' ? path.length + 1.5 : path.length;
}

/** Whether an issue is about a value as a whole, rather than about something in it. */
function isPlain({ code }: Issue): boolean {
  return code !== 'unrecognized_keys' && code !== 'invalid_union';
}

const KINDS: Readonly<Record<string, string>> = {
  object: 'a map of keys and values',
  record: 'a map of keys and values',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  null: 'null',
};

function wordsOf(issue: Issue): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return 'no such key is known here; remove it, or correct its spelling';
    case 'invalid_union': {
      const forms = issue.errors.flatMap(([first]) => (first ? [wordsOf(first)] : []));
      if (forms.some((form) => form.startsWith('is missing'))) return 'is missing; add it';
      const words = forms.map((form) => form.replace(/^must be (?:a list of )?/, ''));
      return `must be ${[...new Set(words)].join(', or ')}`;
    }
    case 'invalid_type': {
      const kind = KINDS[issue.expected] ?? issue.expected;
      const isMissing = issue.message.endsWith('received undefined');
      return isMissing ? `is missing; it must be ${kind}` : `must be ${kind}`;
    }
    case 'invalid_value':
      return `must be ${issue.values.map(String).join(' or ')}`;
    case 'too_small':
      if (issue.origin === 'string') return 'must not be empty';
      return issue.origin === 'array'
        ? 'must not be an empty list'
        : `must be at least ${issue.minimum}`;
    case 'too_big':
      return `must be at most ${issue.maximum}`;
    default:
      return issue.message;
  }
}
