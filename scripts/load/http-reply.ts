/**
 * Replies of HTTP/1.1 (RFC 9112) as they come in pieces from a connection. Only what a driver needs to know of one:
 * its status, its body, and whether the connection goes on.
 */

export interface Reply {
  readonly status: number;
  readonly body: Buffer;
  readonly keepsAlive: boolean;
}

/** @returns what takes the next piece, and gives the reply when that has completed one. @throws Error for what is no HTTP */
export function replyReader(): (piece: Buffer) => Reply | undefined {
  let pending: Buffer | undefined;
  /** With less than this there is no use in looking again. */
  let least = 0;
  return (piece) => {
    const bytes = pending ? Buffer.concat([pending, piece]) : piece;
    const found = bytes.length >= least ? replyIn(bytes) : least;
    if (typeof found === 'number') {
      pending = bytes;
      least = found;
      return undefined;
    }
    pending = undefined;
    least = 0;
    return found;
  };
}

const END_OF_HEAD = '\r\n\r\n';

/** @returns how many bytes are needed at least while the reply is not whole */
function replyIn(bytes: Buffer): Reply | number {
  const end = bytes.indexOf(END_OF_HEAD);
  if (end < 0) return bytes.length + 1;
  const head = bytes.toString('latin1', 0, end);
  const [, code] = /^HTTP\/1\.[01] (\d{3})/.exec(head) ?? [];
  if (!code) throw new Error(`no HTTP: ${head.slice(0, 40)}`);
  const status = Number(code);
  const start = end + END_OF_HEAD.length;
  // "100 Continue" and the like come before the reply.
  if (status < 200) return interim(bytes, start);
  const keepsAlive = !/\r\nconnection:[ \t]*close/i.test(head);
  const whole = (body: Buffer): Reply => ({ status, body, keepsAlive });
  if (status === 204 || status === 304) return whole(Buffer.alloc(0));
  if (/\r\ntransfer-encoding:[ \t]*chunked/i.test(head)) {
    const body = chunksFrom(bytes, start);
    return body ? whole(body) : bytes.length + 1;
  }
  const [, length] = /\r\ncontent-length:[ \t]*(\d+)/i.exec(head) ?? [];
  if (length === undefined) throw new Error('a reply without content-length, and not chunked');
  const total = start + Number(length);
  return bytes.length < total ? total : whole(bytes.subarray(start, total));
}

function interim(bytes: Buffer, start: number): Reply | number {
  const found = replyIn(bytes.subarray(start));
  return typeof found === 'number' ? start + found : found;
}

/** The chunks put together; undefined while the last is not there. Trailers are not looked for. */
function chunksFrom(bytes: Buffer, start: number): Buffer | undefined {
  const chunks: Buffer[] = [];
  for (let at = start; ; ) {
    const end = bytes.indexOf('\r\n', at);
    if (end < 0) return undefined;
    const size = Number.parseInt(bytes.toString('latin1', at, end), 16);
    if (!(size >= 0)) throw new Error('a chunk without a size');
    const next = end + 2 + size + 2;
    if (bytes.length < next) return undefined;
    if (size === 0) return Buffer.concat(chunks);
    chunks.push(bytes.subarray(end + 2, next - 2));
    at = next;
  }
}
