import { readFile } from 'node:fs/promises';

/** The version of the package as a module, for code that cannot read files. */
export async function versionFile(manifest: string): Promise<string> {
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string };
  return `// Generated from package.json by \`npm run generate\`. Do not edit.\nexport const VERSION = '${version}';\n`;
}
