import { writeFile } from 'node:fs/promises';

const BASE = 0x400000n;
const HEADERS = 64 + 56;
/** In a loop: pause(), which is system call 34. */
const CODE = [0xb8, 34, 0, 0, 0, 0x0f, 0x05, 0xeb, 0xf7];

/** Writes a program for x86-64 Linux that loads no libraries, and waits for a signal. */
export async function writeStaticProgram(file: string): Promise<void> {
  const bytes = Buffer.alloc(HEADERS + CODE.length);
  // The header: ELF, 64 bits, little-endian, version 1.
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  bytes.writeUInt16LE(2, 16); // an executable
  bytes.writeUInt16LE(62, 18); // for x86-64
  bytes.writeUInt32LE(1, 20);
  bytes.writeBigUInt64LE(BASE + BigInt(HEADERS), 24); // where it begins
  bytes.writeBigUInt64LE(64n, 32); // where the segments are listed
  bytes.writeUInt16LE(64, 52);
  bytes.writeUInt16LE(56, 54);
  bytes.writeUInt16LE(1, 56);
  // The only segment: all of the file, to be read and run.
  bytes.writeUInt32LE(1, 64);
  bytes.writeUInt32LE(5, 68);
  bytes.writeBigUInt64LE(BASE, 80);
  bytes.writeBigUInt64LE(BASE, 88);
  bytes.writeBigUInt64LE(BigInt(bytes.length), 96);
  bytes.writeBigUInt64LE(BigInt(bytes.length), 104);
  bytes.writeBigUInt64LE(0x1000n, 112);
  bytes.set(CODE, HEADERS);
  await writeFile(file, bytes, { mode: 0o755 });
}
