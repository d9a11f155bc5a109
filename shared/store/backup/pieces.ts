/** Streams of any length as pieces of a backup, and back; one piece at a time is in memory. */

import type { Place } from './place.ts';
import { Damaged, type Sealing } from './sealing.ts';

/** A piece, as a manifest names it. */
export interface Piece {
  readonly name: string;
  /** Of its content. */
  readonly bytes: number;
}

export interface Pieces {
  /** @returns the pieces of the stream, in order; those that are there already are not written again */
  write(content: AsyncIterable<Uint8Array>): Promise<Piece[]>;
  /** @throws Damaged for one that is missing or not what it was */
  read(pieces: readonly Piece[]): AsyncGenerator<Buffer, undefined>;
  /** Bytes of content that were written, and that lay there already. */
  readonly counts: { written: number; kept: number };
}

/** Of content. */
export const PIECE_BYTES = 16 * 1024 ** 2;

const pathOf = (name: string): string => `pieces/${name.slice(0, 2)}/${name}`;

export function piecesAt(place: Place, sealing: Sealing): Pieces {
  const counts = { written: 0, kept: 0 };
  const keep = async (content: Buffer): Promise<Piece> => {
    const name = sealing.nameOf(content);
    const there = await place.has(pathOf(name));
    if (!there) await place.write(pathOf(name), await sealing.seal(name, content));
    counts[there ? 'kept' : 'written'] += content.length;
    return { name, bytes: content.length };
  };
  return {
    counts,
    async write(content) {
      const pieces: Piece[] = [];
      for await (const part of parts(content)) pieces.push(await keep(part));
      return pieces;
    },
    async *read(pieces) {
      for (const { name, bytes } of pieces) {
        const sealed = await place.read(pathOf(name));
        if (!sealed) throw new Damaged(`the piece ${name} is missing`);
        const content = await sealing.open(name, sealed);
        if (content.length !== bytes)
          throw new Damaged(`the piece ${name} has ${content.length} bytes, not ${bytes}`);
        yield content;
      }
      return undefined;
    },
  };
}

/** All but the last have PIECE_BYTES: the same content is the same pieces, whatever chunks it comes in. */
async function* parts(content: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, undefined> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of content) {
    for (let at = 0; at < chunk.length; ) {
      const taken = chunk.subarray(at, at + PIECE_BYTES - size);
      held.push(taken);
      at += taken.length;
      size += taken.length;
      if (size < PIECE_BYTES) continue;
      yield Buffer.concat(held, size);
      [held, size] = [[], 0];
    }
  }
  if (size > 0) yield Buffer.concat(held, size);
}
