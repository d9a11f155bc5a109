/**
 * Bytes that come in pieces. Whoever sends a body decides how it is cut, and a piece of one byte costs more than a
 * hundred to hold: small ones are put together as they come.
 */

/** Smaller pieces are copied, larger ones held as they are. */
const SMALL_PIECE = 4096;
const BLOCK = 64 * 1024;

export interface Gathered {
  add(piece: Buffer): void;
  /** All of them, in their order. */
  whole(): Buffer;
  forget(): void;
}

export function gathered(): Gathered {
  const held: Buffer[] = [];
  /** Where small pieces go that come one after the other. */
  let block: Buffer | undefined;
  let filled = 0;
  const close = (): void => {
    if (block && filled > 0) held.push(block.subarray(0, filled));
    block = undefined;
    filled = 0;
  };
  return {
    add(piece) {
      // Most bodies are one piece, which is never copied.
      if (piece.length >= SMALL_PIECE || (held.length === 0 && !block)) {
        close();
        held.push(piece);
        return;
      }
      if (filled + piece.length > BLOCK) close();
      block ??= Buffer.allocUnsafe(BLOCK);
      filled += piece.copy(block, filled);
    },
    whole() {
      close();
      return held.length === 1 ? (held[0] as Buffer) : Buffer.concat(held);
    },
    forget() {
      close();
      held.length = 0;
    },
  };
}
