import { SnapshotError } from '../../errors.ts';

/**
 * Reads the JSON of a snapshot file; whether it is a snapshot is for `restore` to find out.
 *
 * @throws SnapshotError that names the file, what is wrong with it and, where it can be told, the line.
 */
export async function readSnapshot(file: string): Promise<unknown> {
  // Loaded late, so that everything else runs where there is no Node.
  const { readFile } = await import('node:fs/promises');
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException): never => {
    if (error.code === 'ENOENT') {
      throw new SnapshotError(`${file}: there is no such snapshot file`);
    }
    const why = error.code === 'EISDIR' ? 'it is a folder' : (error.code ?? error.message);
    throw new SnapshotError(`${file}: the snapshot file cannot be read: ${why}`);
  });
  const json = text.replace(/^\uFEFF/, '');
  try {
    return JSON.parse(json) as unknown;
  } catch (error) {
    // The rest of the parser's message may quote the file, and with it anything.
    const position = /position (\d+)/.exec((error as Error).message)?.[1];
    const line = position && json.slice(0, Number(position)).split('\n').length;
    const place = line ? `${file}:${line}` : file;
    throw new SnapshotError(`${place}: this is not JSON, or it ends too early; save it anew`);
  }
}
