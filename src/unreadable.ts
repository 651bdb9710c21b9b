import { FileError } from './errors.ts';

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file to read',
  EISDIR: 'this is a folder; give a file',
  EACCES: 'it cannot be read: permission denied',
  ERR_STRING_TOO_LONG: 'it is too large; split it',
  ERR_FS_FILE_TOO_LARGE: 'it is too large; split it',
};

/** What to say of a file that a user gave, where it cannot be read. */
export function unreadable(file: string, { code = '' }: NodeJS.ErrnoException): FileError {
  return new FileError(`${file}: ${WHY[code] ?? 'it cannot be read'}`);
}
