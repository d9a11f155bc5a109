/** Changes the bytes of a body, how they are packed, and how they are sent. */
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import { below, type Random } from '../../shared/ml/random.ts';
import type { Mutator } from './mutator.ts';
import { type Sent, withHeader } from './sent.ts';
import { oneOf } from './values.ts';

/** By default it takes seconds. */
const QUICK = { params: { [constants.BROTLI_PARAM_QUALITY]: 2 } };
const PACKERS = {
  gzip: (body: Buffer) => gzipSync(body),
  deflate: (body: Buffer) => deflateSync(body),
  br: (body: Buffer) => brotliCompressSync(body, QUICK),
} as const;
const CODINGS = ['gzip', 'deflate', 'br'] as const;

/** They become so many bytes. */
const BLANKS = [Buffer.alloc(1e6, 32), Buffer.alloc(1.2e7, 32)] as const;

function flipped(random: Random, body: Buffer): Buffer {
  const bytes = Buffer.from(body);
  for (let times = 0; times < 4 && bytes.length > 0; times++)
    bytes[below(random, bytes.length)] = below(random, 256);
  return bytes;
}

const packed = (random: Random, sent: Sent, body: Buffer): Sent => {
  const coding = oneOf(random, CODINGS);
  return withHeader({ ...sent, body: PACKERS[coding](body) }, 'content-encoding', coding);
};

export const byteMutators: Readonly<Record<string, Mutator>> = {
  'other bytes': (random, sent) => ({ ...sent, body: flipped(random, sent.body) }),
  'bytes of chance': (random, sent) => ({
    ...sent,
    body: Buffer.from(Array.from({ length: below(random, 3000) }, () => below(random, 256))),
  }),
  'no body': (_, sent) => ({ ...sent, body: Buffer.alloc(0) }),
  'half a body': (random, sent) => ({
    ...sent,
    body: sent.body.subarray(0, below(random, sent.body.length + 1)),
  }),
  packed: (random, sent) => packed(random, sent, sent.body),
  'packed and damaged': (random, sent) => {
    const made = packed(random, sent, sent.body);
    return { ...made, body: flipped(random, made.body) };
  },
  'packed a thousand times': (random, sent) => packed(random, sent, oneOf(random, BLANKS)),
  'packed by another coding than said': (random, sent) =>
    withHeader(sent, 'content-encoding', oneOf(random, ['gzip', 'zstd', 'gzip, gzip', 'identity', 'x'])),
  'of another charset': (random, sent) =>
    withHeader(
      {
        ...sent,
        body: Buffer.from(sent.body.toString('utf8'), oneOf(random, ['latin1', 'utf16le'] as const)),
      },
      'content-type',
      `application/json; charset=${oneOf(random, ['utf-16', 'latin1', 'utf-7', 'x'.repeat(300), '"'])}`,
    ),
  'in chunks': (random, sent) => ({ ...sent, chunks: oneOf(random, [1, 3, 1000]) }),
  'too short': (_, sent) => ({ ...sent, length: String(sent.body.length + 100) }),
  'of a length that is none': (random, sent) => ({
    ...sent,
    length: oneOf(random, ['-1', '1e3', 'x', '99999999999']),
  }),
  'cut off': (random, sent) => ({ ...sent, cut: below(random, 400) + 20 }),
};
