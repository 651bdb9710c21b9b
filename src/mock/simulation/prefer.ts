import { parseDuration } from './duration.ts';
import { faults, type Fault } from './faults.ts';

/** What a request asks for in its `Prefer` header (RFC 7240); what is not understood is ignored. */
export interface Preference {
  /** Status to answer with. */
  code?: number;
  scenario?: string;
  fault?: Fault;
  /** Milliseconds. */
  delay?: number;
}

/** Reads `Prefer: code=429, delay=2s`, and so on. */
export function readPrefer(header: string): Preference {
  const preference: Preference = {};
  for (const part of header.split(/[,;]/)) {
    const [name = '', value = ''] = part.split('=', 2).map((text) => text.trim());
    const plain = value.replaceAll('"', '');
    switch (name.toLowerCase()) {
      case 'code':
        // What is accepted is answered as the contract does anyway.
        if (/^[3-5]\d\d$/.test(plain)) preference.code = Number(plain);
        break;
      case 'scenario':
        preference.scenario = plain;
        break;
      case 'fault':
        if (faults.includes(plain as Fault)) preference.fault = plain as Fault;
        break;
      case 'delay': {
        const delay = parseDuration(plain);
        if (delay !== undefined) preference.delay = delay;
        break;
      }
      default:
        break;
    }
  }
  return preference;
}
