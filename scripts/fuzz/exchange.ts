/** Writes a request and reads what comes back, as far as anything does. */
import { connect } from 'node:net';

export interface Received {
  /** 0 where the connection ended without an answer. */
  readonly status: number;
  /** Head and body, as far as they are looked at. */
  readonly text: string;
  readonly milliseconds: number;
  /** Nothing came for so long that nobody would wait any more. */
  readonly hangs: boolean;
}

/** Of a longer answer no more is looked at. */
const MOST_BYTES = 1024 * 1024;
const PATIENCE_MS = 30_000;

/** @param isCut less is written than was promised: nobody is to wait for the rest */
export function exchange(url: URL, bytes: Buffer, isCut: boolean): Promise<Received> {
  const started = performance.now();
  return new Promise((resolve) => {
    const socket = connect({ host: url.hostname, port: Number(url.port || 80) });
    const chunks: Buffer[] = [];
    let length = 0;
    let hangs = false;
    const end = (): void => {
      const text = Buffer.concat(chunks).toString('latin1');
      const status = Number(/^(?:HTTP\/1\.1 1\d\d [^\r]*\r\n\r\n)*HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0);
      resolve({ status, text, milliseconds: performance.now() - started, hangs });
    };
    socket.setTimeout(PATIENCE_MS, () => {
      hangs = true;
      socket.destroy();
    });
    socket.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= MOST_BYTES) chunks.push(chunk);
    });
    // A server may hang up on what it does not want.
    socket.on('error', () => {});
    socket.on('close', end);
    socket.write(bytes);
    if (isCut) socket.end();
  });
}
