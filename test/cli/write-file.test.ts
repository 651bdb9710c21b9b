import { chmod, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { prepareFile, replaceFile } from '../../src/cli/write-file.ts';

/** A text of which the disk takes no more than half. */
const tooLong = {
  *[Symbol.iterator]() {
    yield 'after';
    throw new Error('ENOSPC: no space left on device');
  },
} as unknown as string;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heartbeat-kit-files-'));
  return () => rm(folder, { recursive: true });
});

it('leaves what was there where the disk is full, and nothing beside it', async () => {
  const file = join(folder, 'known.yaml');
  await writeFile(file, 'before');
  await expect(replaceFile(file, 'known.yaml', tooLong)).rejects.toThrow(
    'known.yaml cannot be written: ENOSPC',
  );
  expect(await readFile(file, 'utf8')).toBe('before');
  expect(await readdir(folder)).toEqual(['known.yaml']);
});

it('writes what is no file as it is', async () => {
  await symlink('/dev/null', join(folder, 'nowhere'));
  await prepareFile(join(folder, 'nowhere'), 'nowhere');
  await replaceFile(join(folder, 'nowhere'), 'nowhere', 'text');
  expect(await readdir(folder)).toEqual(['nowhere']);
});

it('does not replace what is read-only', async () => {
  const file = join(folder, 'known.yaml');
  await writeFile(file, 'before');
  await chmod(file, 0o444);
  await expect(prepareFile(file, 'known.yaml')).rejects.toThrow('known.yaml cannot be written: ');
});
