// CommonJS takes the package by a dynamic import, on every Node.
async function main() {
  const { createMock } = await import('heartbeat-kit');
  const { status } = await createMock().fetch('http://mock.test/api/shows');
  console.log(status);
}

main();
