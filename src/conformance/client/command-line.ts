import { shellWord } from '../shell.ts';

/** A program that another one runs: `agent.py`, `./src/agent.mts`. */
const SCRIPT = /^[\w@~./\\-]+\.[a-z]\w{0,4}$/i;
/** A word that names what is done, such as `run` or `--import`; keys have digits, capitals or underscores. */
const PLAIN = /^[a-z@./-]{1,32}$/;
/** What is filled in later is no secret. */
const PLACEHOLDER = /^(?:\{\w+\}|\$\w+)$/;
/** The word after it may be one. */
const SECRET_FLAG = /^-.*(?:key|token|secret|pass|auth|cred|bearer|user)/i;
const HIDDEN = '…';

/**
 * A command as a line for a POSIX shell, as far as nothing in it can be a secret: the program, the script that
 * it runs, and plain words on the way there. Arguments are left out.
 */
export function commandLine([program = '', ...words]: readonly string[]): string {
  const script = words.findIndex((word) => SCRIPT.test(word));
  const flag = words.findIndex((word) => word.startsWith('-'));
  // Python's -m has the name of a module behind it.
  const end = words[flag] === '-m' ? flag + 2 : flag;
  const kept = words.slice(0, script >= 0 ? script + 1 : end >= 0 ? end : words.length);
  const told = kept.map((word, index) => {
    const before = kept[index - 1] ?? '';
    const isPlain = PLAIN.test(word) && !SECRET_FLAG.test(before);
    const isTold = isPlain || before === '-m' || index === script || PLACEHOLDER.test(word);
    return isTold ? shellWord(word) : HIDDEN;
  });
  const rest = words.length > kept.length ? [HIDDEN] : [];
  return [shellWord(program), ...told, ...rest].join(' ');
}
