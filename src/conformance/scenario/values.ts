import { createHash } from 'node:crypto';

/** What the user gives a run, and what it draws. */
export interface Inputs {
  readonly apiKey: string;
  readonly agentId?: number | undefined;
  readonly secondKey?: string | undefined;
  readonly secondAgentId?: number | undefined;
  readonly forbiddenKey?: string | undefined;
  readonly inactiveKey?: string | undefined;
  /** Random text for a key that no server knows. */
  readonly random: string;
  /** What fingerprints are derived from; the same seed and agent give the same ones. */
  readonly seed: string;
}

const PLACEHOLDER = /\$\{([^}]*)\}/g;

/** A placeholder in a text that stands for nothing; undefined where there is none. */
export function unknownPlaceholder(text: string): string | undefined {
  for (const [whole, name = ''] of text.matchAll(PLACEHOLDER)) {
    if (
      !/^(?:(?:api|second|forbidden|inactive)-key|random|(?:second-)?agent-id|fingerprint:[\w-]+(?::\d+)?)$/.test(
        name,
      )
    ) {
      return whole;
    }
  }
  return /\$\{[^}]*$/.exec(text)?.[0];
}

/**
 * Puts the values of a run into all texts of a JSON value: `${api-key}`, `${agent-id}`,
 * `${fingerprint:<name>:<length>}` and so on. A text that is nothing but `${agent-id}` becomes the
 * number.
 *
 * @returns undefined where the value is one that the user did not give.
 */
export function fill(value: unknown, inputs: Inputs): unknown {
  if (typeof value === 'string') return fillText(value, inputs);
  if (Array.isArray(value)) return value.map((item) => fill(item, inputs));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, inputs)]));
}

function fillText(text: string, inputs: Inputs): unknown {
  const whole = /^\$\{((?:second-)?agent-id)\}$/.exec(text)?.[1];
  if (whole) return valueOf(whole, inputs);
  return text.replaceAll(PLACEHOLDER, (_, name: string) => String(valueOf(name, inputs) ?? ''));
}

function valueOf(name: string, inputs: Inputs): string | number | undefined {
  switch (name) {
    case 'api-key':
      return inputs.apiKey;
    case 'second-key':
      return inputs.secondKey;
    case 'forbidden-key':
      return inputs.forbiddenKey;
    case 'inactive-key':
      return inputs.inactiveKey;
    case 'random':
      return inputs.random;
    case 'agent-id':
      return inputs.agentId;
    case 'second-agent-id':
      return inputs.secondAgentId;
    default: {
      const [, label = '', length = '64'] = name.split(':');
      return fingerprint(label, Number(length), inputs);
    }
  }
}

/** Looks like any other fingerprint, and is the same in every run of the same agent. */
function fingerprint(label: string, length: number, { seed, agentId }: Inputs): string {
  const digest = createHash('sha256')
    .update(`${seed}/${agentId ?? ''}/${label}`)
    .digest('hex');
  return digest.repeat(Math.ceil(length / digest.length)).slice(0, length);
}
