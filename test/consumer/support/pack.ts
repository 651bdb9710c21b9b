import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { root } from '../../support/processes.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** File of the packed package. */
    readonly tarball: string;
  }
}

/** Packs the package once for all tests. */
export default function setup({ provide }: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'heartbeat-kit-packed-'));
  const name = execFileSync(
    'npm',
    ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder],
    { cwd: root, encoding: 'utf8' },
  );
  provide('tarball', join(folder, name.trim()));
  return () => rmSync(folder, { recursive: true });
}
