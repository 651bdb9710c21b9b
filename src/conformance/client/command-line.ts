import { shellWord } from '../shell.ts';

/** A flag, a variable or a header whose value is a secret; the value may stand in the same word. */
const SECRET_NAME =
  /^-{0,2}(?:[\w-]*[_-])?(?:key|token|secret|password|auth|authorization)(?:[=:](.*))?$/is;
/** What is filled in later is no secret. */
const PLACEHOLDER = /^(?:\{\w+\}|\$.+)$/;
const HIDDEN = '…';

/** A command as a line for a POSIX shell, in which secrets are left out that the names of flags tell. */
export function commandLine(command: readonly string[]): string {
  return command
    .map((word, index) => {
      const [, own] = SECRET_NAME.exec(word) ?? [];
      if (own !== undefined && !PLACEHOLDER.test(own)) {
        return shellWord(word.slice(0, word.length - own.length)) + HIDDEN;
      }
      const before = command[index - 1] ?? '';
      const isValue = before.startsWith('-') && !word.startsWith('-');
      const isSecret = isValue && !/[=:]/.test(before) && SECRET_NAME.test(before);
      return isSecret && !PLACEHOLDER.test(word) ? HIDDEN : shellWord(word);
    })
    .join(' ');
}
