import { hash } from '../random.ts';

/** What can happen to an answer on its way, in WireMock's spellings where it has one. */
export const FAULTS = {
  CONNECTION_RESET_BY_PEER: 'the connection is reset',
  EMPTY_RESPONSE: 'the connection is closed without a byte',
  MALFORMED_RESPONSE_CHUNK: 'a status, then bytes that are no chunk, then the end',
  RANDOM_DATA_THEN_CLOSE: 'random bytes in place of HTTP, then the end',
  NO_RESPONSE: 'nothing comes, and the connection stays open',
  TRUNCATED_RESPONSE: 'half of the body, then the end',
} as const;

/** A fault on the wire. */
export type Fault = keyof typeof FAULTS;

/** All faults, in the order they are shown. */
export const faults = Object.keys(FAULTS) as Fault[];

/** How an answer is sent, where that is not at once and in one piece. */
export interface Delivery {
  /** Milliseconds on the mock's clock until anything is sent. */
  readonly delay?: number;
  /** What goes wrong. */
  readonly fault?: Fault;
  /** Bytes of the body per second of the mock's clock. */
  readonly bytesPerSecond?: number;
}

/** Pieces of a slow body that are sent in a second. */
const PIECES_PER_SECOND = 10;

/** What is sent of a body, in order; each piece comes so many milliseconds after the one before. */
export function* piecesOf(
  bytes: Uint8Array,
  { fault, bytesPerSecond }: Delivery,
): Generator<{ readonly wait: number; readonly piece: Uint8Array }> {
  const end = fault === 'TRUNCATED_RESPONSE' ? Math.floor(bytes.length / 2) : bytes.length;
  const size =
    bytesPerSecond === undefined
      ? end
      : Math.max(1, Math.round(bytesPerSecond / PIECES_PER_SECOND));
  for (let start = 0; start < end; start += size) {
    const piece = bytes.subarray(start, Math.min(start + size, end));
    const wait = bytesPerSecond === undefined ? 0 : (piece.length / bytesPerSecond) * 1000;
    yield { wait, piece };
  }
}

/** Bytes that are no HTTP, the same for the same text. */
export function randomBytes(text: string): Uint8Array {
  return Uint8Array.from({ length: 64 }, (_, index) => 0x80 | hash(`${text}/${index}`));
}
