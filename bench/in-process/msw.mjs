/**
 * Times so many heartbeats through msw, by three handlers that take turns: one that says the same each time, one that
 * reads the request's JSON first, and those of heartbeat-kit. Prints the milliseconds of each round.
 */
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { createMock, handlers } from '../../dist/msw/index.js';

const [path, headers, body, answer, count, rounds] = process.argv.slice(2);
const url = `http://backend.test${path}`;
const value = JSON.parse(answer);
const server = setupServer();
const mock = createMock();
const ways = {
  trivial: [http.post(url, () => HttpResponse.json(value))],
  reading: [
    http.post(url, async ({ request }) => {
      await request.json();
      return HttpResponse.json(value);
    }),
  ],
  kit: handlers(mock, { baseUrl: 'http://backend.test' }),
};
const request = { method: 'POST', headers: JSON.parse(headers), body };

async function time(way) {
  server.resetHandlers(...ways[way]);
  const begin = performance.now();
  for (let sent = 0; sent < Number(count); sent += 1) {
    const response = await fetch(url, request);
    const { ok } = await response.json();
    if (response.status !== 200 || ok !== true) throw new Error(`${way}: a wrong answer`);
  }
  return performance.now() - begin;
}

server.listen({ onUnhandledRequest: 'error' });
const times = { trivial: [], reading: [], kit: [] };
for (const way of Object.keys(ways)) await time(way);
for (let round = 0; round < Number(rounds); round += 1) {
  // Each is first in turn, as one pays for what the one before has left to be collected.
  const order = round % 2 === 0 ? Object.keys(ways) : Object.keys(ways).toReversed();
  for (const way of order) times[way].push(await time(way));
}
server.close();
console.log(JSON.stringify(times));
