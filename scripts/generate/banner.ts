/** First line of every generated module. */
export function banner(contract: string): string {
  return `// Generated from contracts/${contract} by \`npm run generate\`. Do not edit.\n`;
}
