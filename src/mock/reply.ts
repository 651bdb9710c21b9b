import { byteLength } from './body.ts';
import { deliveryOf } from './simulation/effects.ts';
import type { Trace } from './trace.ts';
import type { Answer, PlainReply, PlainRequest } from './types.ts';
import type { World } from './world.ts';

/** An answer as it is sent: as text, with headers, and with whatever is put on on the way. */
export function toReply(
  world: World,
  answer: Answer,
  request: PlainRequest,
  now: number,
  { simulated, guidance }: Trace,
): PlainReply {
  const { status, body, mediaType = 'application/json' } = answer;
  const text = mediaType.endsWith('json') ? (answer.json ?? JSON.stringify(body)) : String(body);
  const headers: Record<string, string> = { date: httpDate(world, now) };
  if (mediaType) headers['content-type'] = mediaType;
  if (answer.headers) Object.assign(headers, answer.headers);
  if (guidance) Object.assign(headers, guidance.headers);
  if (simulated && world.labels) headers['x-mock-simulated'] = simulated;
  const delivery =
    guidance?.effect && deliveryOf(guidance.effect, `exchange/${world.answered}`, world.seed);
  if (request.method !== 'HEAD') return { status, headers, body: text, ...delivery };
  headers['content-length'] = String(byteLength(text));
  return { status, headers, body: '', ...delivery };
}

function httpDate(world: World, now: number): string {
  const second = Math.floor(now / 1000);
  if (world.date.second !== second) world.date = { second, text: new Date(now).toUTCString() };
  return world.date.text;
}
