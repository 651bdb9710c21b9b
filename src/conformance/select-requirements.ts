import type { Basis } from '../contract/types.ts';
import { OptionError } from '../errors.ts';
import { isBasedOn } from './weights.ts';
import type { Requirement } from './requirements.ts';

/** What a selection goes by. */
type Selectable = Pick<Requirement, 'id' | 'basis'>;

/**
 * The requirements that are asked for.
 *
 * @param only ids with `*` for anything, with commas between them; all by default.
 * @param basis the weakest basis that counts.
 * @throws OptionError where a pattern fits nothing.
 */
export function selectRequirements<Entry extends Selectable>(
  requirements: readonly Entry[],
  only: string | undefined,
  basis: Basis,
): readonly Entry[] {
  const isBased = (entry: Entry) => isBasedOn(entry.basis, basis);
  const based = requirements.filter(isBased);
  if (only === undefined) return based;
  const chosen = new Set<Entry>();
  for (const pattern of only.split(',')) {
    const source = pattern.trim().replaceAll(/[^\w*-]/g, String.raw`\$&`);
    const expression = new RegExp(`^${source.replaceAll('*', '.*')}(?:\\..*)?$`, 'i');
    if (pattern.trim() === '') {
      throw new OptionError(`--only "${only}" has an empty entry; give ids, such as AMC-S-01*`);
    }
    const fitting = requirements.filter(({ id }) => expression.test(id));
    if (fitting.length === 0) {
      throw new OptionError(
        `--only ${pattern} fits no requirement; they are ${requirements[0]?.id} to ${requirements.at(-1)?.id}, and * stands for anything`,
      );
    }
    if (!fitting.some(isBased)) {
      const bases = [...new Set(fitting.map((entry) => entry.basis))].join(' and ');
      throw new OptionError(
        `--only ${pattern} fits requirements of the basis ${bases} only, which --basis ${basis} leaves out`,
      );
    }
    for (const entry of fitting.filter(isBased)) chosen.add(entry);
  }
  return based.filter((entry) => chosen.has(entry));
}
