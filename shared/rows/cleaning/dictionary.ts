/**
 * The different texts of a column, numbered as they come. Nearly all values of a table come again and again, and to
 * find one among those that were there is far cheaper than to make a text of it and to read that.
 */
import { byteTable } from './byte-table.ts';

export interface Dictionary {
  /** The number of the text that is written, in UTF-8, in bytes[start, end). */
  codeOf(bytes: DataView, start: number, end: number): number;
  readonly texts: readonly string[];
  /** It has grown to what one may hold: another is to be begun. */
  isFull(): boolean;
}

const SLOTS = 1 << 15;
/** So many places are looked at; then the text is taken for a new one: nobody gains by texts that collide. */
const PROBES = 4;
const MOST_TEXTS = SLOTS / 2;
const MOST_BYTES = 1 << 20;

export function dictionary(): Dictionary {
  /** Two words each: a hash, and one more than the number of the text that has it; 0 is free. */
  const slots = new Int32Array(2 * SLOTS);
  const texts: string[] = [];
  const held = byteTable();
  return {
    codeOf(bytes, start, end) {
      const hash = hashOf(bytes, start, end);
      let slot = hash & (SLOTS - 1);
      for (let probe = 0; probe < PROBES; probe++, slot = (slot + 1) & (SLOTS - 1)) {
        const code = (slots[2 * slot + 1] as number) - 1;
        if (code < 0) break;
        if (slots[2 * slot] === hash && held.isAt(code, bytes, start, end)) return code;
      }
      slots[2 * slot] = hash;
      slots[2 * slot + 1] = texts.push(textIn(bytes, start, end));
      held.addBytes(bytes, start, end);
      return texts.length - 1;
    },
    texts,
    isFull: () => texts.length >= MOST_TEXTS || held.size() >= MOST_BYTES,
  };
}

export const textIn = (bytes: DataView, start: number, end: number): string =>
  start === end ? '' : Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString();

/** A hash of 32 bits, whose lower ones are as good as the higher. After MurmurHash3 (Appleby). */
function hashOf(bytes: DataView, start: number, end: number): number {
  let hash = end - start;
  let at = start;
  for (; at + 4 <= end; at += 4) hash = mixed(hash, bytes.getInt32(at));
  for (; at < end; at++) hash = mixed(hash, bytes.getUint8(at));
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

function mixed(hash: number, word: number): number {
  const mix = Math.imul(word, 0xcc9e2d51);
  return (Math.imul(hash ^ mix ^ (mix >>> 15), 0x1b873593) + (hash >>> 19)) | 0;
}
