// Reports its clocks until it is told to stop; waits in between as long as it is told.
const url = process.argv[2];
for (;;) {
  const wall = Date.now();
  const monotonic = performance.now();
  const response = await fetch(`${url}/?wall=${wall}&monotonic=${monotonic}`);
  const seconds = await response.text();
  if (seconds === 'stop') break;
  await new Promise((resolve) => setTimeout(resolve, Number(seconds) * 1000));
}
