import { createHash, timingSafeEqual } from 'node:crypto';
import { isLoopback } from '../mock/adapters/loopback.ts';
import { problem } from '../mock/problem.ts';
import type { Answer } from '../mock/types.ts';

/** Who calls, as far as a socket tells. */
export interface Caller {
  /** Names are lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Address at the other end; undefined where the connection is gone already. */
  readonly peer: string | undefined;
}

/** What is called: where it is bound to, and the token that it asks for. */
export interface Guarded {
  readonly address: string;
  /** As the user named it; a name, or an address. */
  readonly host: string;
  readonly port: number;
  /** Undefined only where the address is a loopback one. */
  readonly token: string | undefined;
}

/**
 * Why a call of the control API is refused; undefined where it may be made.
 *
 * A page in a browser must not reach it. What the browser says of where the page is from decides:
 * `Origin`, `Sec-Fetch-Site`, and `Host`, which names the attacker's domain where its name was made to
 * point to this machine (DNS rebinding). Without a token, callers have to be on this machine.
 */
export function refusalOf({ headers, peer }: Caller, guarded: Guarded): Answer | undefined {
  const { origin, host = '', 'sec-fetch-site': site = 'none' } = headers;
  if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`) {
    return forbidden('Pages of another origin may not call the control API.');
  }
  if (site !== 'none' && site !== 'same-origin') {
    return forbidden('Pages of another site may not call the control API.');
  }
  if (isLoopback(guarded.address)) {
    if (peer === undefined || !isLoopback(peer)) {
      return forbidden('Only this machine may call the control API.');
    }
    if (!namesOf(guarded).includes(host.toLowerCase())) {
      const [name] = namesOf(guarded);
      return forbidden(
        `The Host header must name this machine: call the control API as http://${name}.`,
      );
    }
  } else if (
    origin !== undefined &&
    !isAddress(host) &&
    !namesOf(guarded).includes(host.toLowerCase())
  ) {
    // A page can only come from a name that was made to point here; an address cannot be made to.
    return forbidden(
      'Pages may call the control API by its address or by the name that it is bound to only.',
    );
  }
  const { token } = guarded;
  if (token === undefined || isSame(bearerOf(headers), token)) return undefined;
  return problem(
    'unauthorized',
    401,
    'The control API needs its bearer token: send "authorization: Bearer <token>" with the token that was given, or printed, when it began to listen.',
    { headers: { 'www-authenticate': 'Bearer realm="heartbeat-kit admin"' } },
  );
}

/** Whether a `Host` header names an address, and not a domain. */
function isAddress(host: string): boolean {
  return /^(?:\[[\da-f:.]+\]|\d+\.\d+\.\d+\.\d+)(?::\d+)?$/i.test(host);
}

function forbidden(detail: string): Answer {
  return problem('forbidden', 403, detail);
}

/** What a `Host` header may say, in lower case. */
function namesOf({ address, host, port }: Guarded): string[] {
  const hosts = [address, host, 'localhost', '127.0.0.1', '::1'].map((name) =>
    name.includes(':') ? `[${name.toLowerCase()}]` : name.toLowerCase(),
  );
  // HTTP's own port is left out by clients.
  return hosts.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]));
}

function bearerOf({ authorization = '' }: Caller['headers']): string {
  return /^bearer +(\S+) *$/i.exec(authorization)?.[1] ?? '';
}

/** Takes the same time whatever the difference is, so that nobody can guess piece by piece. */
function isSame(given: string, token: string): boolean {
  const [one, other] = [given, token].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(one as Buffer, other as Buffer);
}
