/** Shared memory of a kernel, handed out from its start on. */
import type { Room } from './room.ts';

/** Bytes of a page of WebAssembly's, and pages at most: 4 GiB. */
const PAGE = 65_536;
const MOST = 65_536;
/** Pages that it grows by: what is not touched costs nothing. */
const STEP = 256;
/** Below it is what kernel.as keeps for itself. */
const RESERVED = 1024;
/** Arrays start on cache lines of their own. */
const LINE = 64;

export interface SharedRoom extends Room {
  readonly memory: WebAssembly.Memory;
}

/** @throws RangeError where there is no address space for it */
export function sharedRoom(): SharedRoom {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: MOST, shared: true });
  let used = RESERVED;
  const take = (bytes: number): number => {
    const start = used;
    used += Math.ceil(bytes / LINE) * LINE;
    const missing = Math.ceil((used - memory.buffer.byteLength) / PAGE);
    if (missing > 0) memory.grow(Math.ceil(missing / STEP) * STEP);
    return start;
  };
  // The memory's buffer is another one after it has grown.
  const place = <T>(bytes: number, make: (buffer: SharedArrayBuffer, start: number) => T): T => {
    const start = take(bytes);
    return make(memory.buffer, start);
  };
  return {
    memory,
    uint8: (length) => place(length, (buffer, start) => new Uint8Array(buffer, start, length)),
    uint16: (length) => place(2 * length, (buffer, start) => new Uint16Array(buffer, start, length)),
    uint32: (length) => place(4 * length, (buffer, start) => new Uint32Array(buffer, start, length)),
    int32: (length) => place(4 * length, (buffer, start) => new Int32Array(buffer, start, length)),
    float32: (length) => place(4 * length, (buffer, start) => new Float32Array(buffer, start, length)),
    float64: (length) => place(8 * length, (buffer, start) => new Float64Array(buffer, start, length)),
  };
}
