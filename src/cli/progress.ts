import type { Io } from './io.ts';

/** One line on a terminal that is written over as a run goes on. */
export function progressLine(io: Io) {
  const clear = () => {
    if (io.live) io.err('\r\u001B[2K');
  };
  return {
    clear,
    show(text: string) {
      clear();
      if (io.live) io.err(text);
    },
  };
}
