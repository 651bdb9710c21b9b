import { fileURLToPath } from 'node:url';

/** Whether what is given for a contract is a folder, and no id: it has a slash, or is `.` or `..`. */
export function isFolder(contract: string | undefined): boolean {
  return contract !== undefined && /[\\/]|^\.+$/.test(contract);
}

/** The folder of a contract: a built-in one by its id, another one as it is given. */
export function folderOf(contract: string): string {
  if (isFolder(contract)) return contract;
  return fileURLToPath(new URL(`../../contracts/${contract}`, import.meta.url));
}
