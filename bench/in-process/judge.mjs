/** Times how long it takes to judge so many exchanges of a correct client. Prints the milliseconds. */
import { createMock, judge, manualClock } from '../../dist/index.js';

const [contract, count, path, headers, body] = process.argv.slice(2);
const MINUTE = 60_000;
const clock = manualClock(Date.UTC(2026, 0, 1));
const mock = createMock({ clock, journalSize: 10 });
const request = { method: 'POST', path, headers: JSON.parse(headers) };
/** The shift is judged by the dashboard, which is asked for before each heartbeat. */
const requests =
  contract === 'agentradio'
    ? [
        { ...request, method: 'GET', path: '/api/v1/home' },
        { ...request, body },
      ]
    : [{ ...request, body }];

const exchanges = [];
while (exchanges.length < Number(count)) {
  for (const one of requests) mock.handle(one);
  for (const exchange of mock.journal.all().slice(-requests.length)) {
    // As a journal gives them: every text is one of its own.
    exchanges.push(structuredClone(exchange));
  }
  clock.advance(MINUTE);
}
const context = contract === 'agentradio' ? { contract, state: 'on_shift' } : { contract };
const begin = performance.now();
const judgements = judge(exchanges, context);
const time = performance.now() - begin;
const failed = judgements.filter(({ verdict }) => verdict === 'fail');
if (failed.length > 0) throw new Error(`a correct client fails: ${JSON.stringify(failed[0])}`);
console.log(JSON.stringify({ time, judged: judgements.length }));
