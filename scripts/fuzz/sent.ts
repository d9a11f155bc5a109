/** A request as bytes on a connection: whatever a stranger may write, which no client of HTTP would. */

export interface Sent {
  readonly method: string;
  /** The target as it is written, with its query. */
  readonly path: string;
  /** In order, twice where they are twice. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  /** Bytes of each chunk, where it goes in chunks. */
  readonly chunks?: number;
  /** What says how long it is, where it does not say the truth. */
  readonly length?: string;
  /** Of all its bytes so many are written; then the connection is closed. */
  readonly cut?: number;
}

/** Headers are bytes: one character each. */
export function bytesOf(sent: Sent, host: string): Buffer {
  const { method, path, headers, body, chunks, length } = sent;
  const own = headers.some(([name]) => name === 'host') ? [] : [['host', host] as const];
  const framing =
    chunks === undefined
      ? [['content-length', length ?? String(body.length)] as const]
      : [['transfer-encoding', 'chunked'] as const];
  const lines = [...own, ...headers, ...framing, ['connection', 'close'] as const];
  const head = `${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
  const all = Buffer.concat([
    Buffer.from(head, 'latin1'),
    chunks === undefined ? body : chunked(body, chunks),
  ]);
  return sent.cut === undefined ? all : all.subarray(0, sent.cut);
}

function chunked(body: Buffer, size: number): Buffer {
  const pieces: Buffer[] = [];
  for (let at = 0; at < body.length; at += size) {
    const piece = body.subarray(at, at + size);
    pieces.push(Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n'));
  }
  return Buffer.concat([...pieces, Buffer.from('0\r\n\r\n')]);
}

export const headerOf = (sent: Sent, name: string): string | undefined =>
  sent.headers.find(([other]) => other === name)?.[1];

/** With this header, and no other of its name. */
export const withHeader = (sent: Sent, name: string, value: string): Sent => ({
  ...sent,
  headers: [...sent.headers.filter(([other]) => other !== name), [name, value]],
});
