import { FileError } from '../../errors.ts';
import type { Rule } from '../../mock/simulation/types.ts';

/** An action to put into a dashboard: a name in its links, and a text. */
export interface PlantedAction {
  readonly link: string;
  readonly hint: string;
}

/** A dashboard as the real service answered it: its form is what planted actions take on. */
export interface HomePattern {
  readonly body: Readonly<Record<string, unknown>>;
  /** One of its actions, and which of its fields are the name of a link, and the text. */
  readonly action: Readonly<Record<string, unknown>>;
  readonly linkField: string;
  readonly hintField: string | undefined;
}

/** A dashboard in which some actions stand, and no others. */
export function plantRule(planted: readonly PlantedAction[], pattern?: HomePattern): Rule {
  const links = Object.fromEntries(planted.map(({ link }) => [link, `\${planted:${link}}`]));
  const hints = planted.map(({ hint }) => hint);
  if (!pattern) {
    const set = {
      '/actions': planted.map(({ link, hint }) => ({ type: 'FOLLOW_UP', hint, quick_link: link })),
      '/what_to_do_next': hints,
      ...Object.fromEntries(
        Object.entries(links).map(([name, url]) => [`/quick_links/${name}`, url]),
      ),
    };
    return { on: { operation: ['home'] }, reply: { set } };
  }
  const { body, action, linkField, hintField } = pattern;
  const whole = {
    ...body,
    actions: planted.map(({ link, hint }) => ({
      ...action,
      [linkField]: link,
      ...(hintField !== undefined && { [hintField]: hint }),
    })),
    quick_links: { ...(body['quick_links'] as object), ...links },
    ...('what_to_do_next' in body && { what_to_do_next: hints }),
  };
  return { on: { operation: ['home'] }, reply: { body: whole } };
}

/**
 * Reads a recorded dashboard.
 *
 * @param text JSON.
 * @throws FileError that says what is missing in it.
 */
export function readHomePattern(file: string, text: string): HomePattern {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new FileError(`${file}: this is not JSON; it should be an answer of GET /api/v1/home`);
  }
  const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject(body)) throw new FileError(`${file}: must be a JSON object`);
  const { actions, quick_links: links } = body;
  if (!isObject(links)) {
    throw new FileError(`${file}: quick_links: must be an object of addresses by name`);
  }
  if (!Array.isArray(actions) || actions.length === 0) {
    throw new FileError(`${file}: actions: must hold at least one action, as a pattern for others`);
  }
  for (const action of actions.filter(isObject)) {
    const texts = Object.entries(action).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    );
    const [linkField] = texts.find(([, value]) => Object.hasOwn(links, value)) ?? [];
    if (linkField === undefined) continue;
    const [hintField] =
      texts
        .filter(([name]) => name !== linkField)
        .toSorted(([, one], [, other]) => other.length - one.length)[0] ?? [];
    return { body, action, linkField, hintField };
  }
  throw new FileError(
    `${file}: actions: none of them names an entry of quick_links; one that does is needed as a pattern`,
  );
}
