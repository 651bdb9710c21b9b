import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SnapshotError } from '../../../src/index.ts';
import { readSnapshot } from '../../../src/mock/snapshots/file.ts';
import { busy, start } from '../../support/snapshots.ts';

describe('readSnapshot', () => {
  async function file(content: string | Uint8Array) {
    const folder = await mkdtemp(join(tmpdir(), 'heartbeat-kit-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const path = join(folder, 'state.json');
    await writeFile(path, content);
    return path;
  }

  it('reads what was written, with or without a byte order mark', async () => {
    const { mock } = busy();
    const text = JSON.stringify(mock.save(), null, 2);
    for (const content of [text, `\uFEFF${text}`]) {
      const { mock: fresh } = start();
      await fresh.restore(await readSnapshot(await file(content)));
      expect(fresh.state()).toEqual(mock.state());
    }
  });

  it('names a file that is not there, and a folder', async () => {
    const path = await file('');
    await expect(readSnapshot(`${path}x`)).rejects.toThrow(
      new SnapshotError(`${path}x: there is no such snapshot file`),
    );
    await expect(readSnapshot(join(path, '..'))).rejects.toThrow('it is a folder');
  });

  it.each([
    '',
    '{"a": [1, 2',
    '{"a": "mca_canary',
    '{\n  "a": 1,\n}',
    '{\n  "a": mca_canary\n}',
    'format: heartbeat-kit',
    '{"a": 1} x',
  ])('tells that %j is no JSON, without repeating it', async (text) => {
    const path = await file(text);
    const { message } = (await readSnapshot(path).catch(
      (error: unknown) => error as Error,
    )) as Error;
    const [, place = ''] = message.split(path);
    expect(place).toMatch(/^(?::\d+)?: this is not JSON, or it ends too early; save it anew$/);
  });
});
