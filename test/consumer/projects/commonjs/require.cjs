// Node can require modules where none of them waits for something at its top level.
for (const entry of process.argv.slice(2)) {
  console.log(entry, Object.keys(require(entry)).length > 0);
}
