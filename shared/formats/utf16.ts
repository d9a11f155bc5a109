/** UTF-16 as UTF-8, piece by piece. What is no character becomes a byte that UTF-8 does not have, so that it is seen. */
import type { Decoder } from './decoder.ts';

const NO_CHARACTER = Buffer.from([0xff]);
const LONE_SURROGATE = /(\p{Surrogate})/u;

export function utf16Decoder(isBigEndian: boolean): Decoder {
  let rest: Buffer = Buffer.alloc(0);
  return {
    push(chunk) {
      const bytes = Buffer.concat([rest, chunk]);
      const whole = wholeUnits(bytes, isBigEndian);
      rest = bytes.subarray(whole);
      return utf8Of(bytes.subarray(0, whole), isBigEndian);
    },
    end() {
      const cut = rest.length % 2 === 1 ? NO_CHARACTER : rest.subarray(0, 0);
      return Buffer.concat([utf8Of(rest.subarray(0, rest.length & ~1), isBigEndian), cut]);
    },
  };
}

/** Bytes up to the last whole character. */
function wholeUnits(bytes: Buffer, isBigEndian: boolean): number {
  const whole = bytes.length & ~1;
  const high = bytes[whole - (isBigEndian ? 2 : 1)] ?? 0;
  return high >= 0xd8 && high < 0xdc ? whole - 2 : whole;
}

function utf8Of(bytes: Buffer, isBigEndian: boolean): Buffer {
  const text = (isBigEndian ? Buffer.from(bytes).swap16() : bytes).toString('utf16le');
  if (!LONE_SURROGATE.test(text)) return Buffer.from(text);
  return Buffer.concat(
    text.split(LONE_SURROGATE).map((part, i) => (i % 2 === 1 ? NO_CHARACTER : Buffer.from(part))),
  );
}

/**
 * Whether text without a byte order mark is UTF-16 all the same: of its first thousand units more than half have a
 * zero byte on the same side, as all of ASCII have, and none on the other.
 */
export function utf16Of(head: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const units = Math.min(1000, head.length >> 1);
  const zeros = [0, 0];
  for (let at = 0; at < 2 * units; at++) if (head[at] === 0) zeros[at % 2] = (zeros[at % 2] as number) + 1;
  const [even = 0, odd = 0] = zeros;
  if (even === 0 && 2 * odd > units) return 'utf-16le';
  return odd === 0 && 2 * even > units ? 'utf-16be' : undefined;
}
