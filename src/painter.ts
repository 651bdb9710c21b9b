import { styleText } from 'node:util';
import type { Paint } from './text.ts';

/** Styles texts for a terminal, or leaves them as they are. */
export function painter(colours: boolean): Paint {
  return (style, text) => (colours ? styleText(style, text, { validateStream: false }) : text);
}
