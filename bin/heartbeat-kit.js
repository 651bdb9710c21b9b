#!/usr/bin/env node
// Nothing is imported at the top, or written in a way, that older Nodes do not know: they have to be told.
import('node:fs')
  .then(({ readFileSync }) => {
    const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    const needed = manifest.engines.node.replace('>=', '');
    const running = process.versions.node;
    const [neededMajor, neededMinor] = needed.split('.').map(Number);
    const [major, minor] = running.split('.').map(Number);
    if (major < neededMajor || (major === neededMajor && minor < neededMinor)) {
      console.error(
        `heartbeat-kit: Node ${needed} or later is needed, and this is Node ${running}`,
      );
      return 2;
    }
    return import('../dist/command/main.js').then(({ main }) => main(process.argv.slice(2)));
  })
  .then((exitCode) => {
    // Output that could not be written has set one already.
    if (!process.exitCode) process.exitCode = exitCode;
  })
  .catch((error) => {
    console.error(error);
    // Not 1, which says that checks failed.
    process.exitCode = 70;
  });
