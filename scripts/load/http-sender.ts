/**
 * Sends requests over a bounded number of connections that stay open. On bare sockets: node:http takes 0.3 ms for a
 * request on its own, a third of what predict takes, and the driver must not measure itself.
 */
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectSecure } from 'node:tls';
import { replyReader } from './http-reply.ts';

export interface LoadRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** All but host; with content-length. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Whether the body of a 2xx is what was asked for. */
  readonly isRight: (text: string) => boolean;
}

export interface HttpSender {
  /** @returns undefined when the answer was right; else its status, "timeout", "wrong answer" or the code of an error */
  send(request: LoadRequest): Promise<string | undefined>;
  close(): void;
}

interface Connection {
  readonly socket: Socket;
  /** Set while a request is under way. */
  job: Job | undefined;
  /** Since when it has been asked, or idle. */
  since: number;
}

interface Job {
  readonly isRight: LoadRequest['isRight'];
  readonly resolve: (failure: string | undefined) => void;
}

const SWEEP_MS = 200;
/** Servers close what was idle for 5 s (Node's default): a request must not cross with that. */
const IDLE_MS = 4000;

/**
 * @param origin as http://127.0.0.1:8080
 * @param timeoutMs from the sending to the end of the answer
 */
export function httpSender(origin: URL, timeoutMs: number): HttpSender {
  const all = new Set<Connection>();
  const idle: Connection[] = [];

  const finish = (connection: Connection, failure: string | undefined, keep: boolean): void => {
    const { job } = connection;
    connection.job = undefined;
    connection.since = performance.now();
    if (keep) idle.push(connection);
    else drop(connection);
    job?.resolve(failure);
  };
  const drop = (connection: Connection): void => {
    all.delete(connection);
    const at = idle.indexOf(connection);
    if (at >= 0) idle.splice(at, 1);
    connection.socket.destroy();
  };
  const opened = (): Connection => {
    const connection: Connection = { socket: socketTo(origin), job: undefined, since: 0 };
    const { socket } = connection;
    const read = replyReader();
    socket.on('data', (piece: Buffer) => {
      try {
        const reply = read(piece);
        if (reply && connection.job) finish(connection, failureOf(reply, connection.job), reply.keepsAlive);
      } catch (error) {
        finish(connection, (error as Error).message, false);
      }
    });
    socket.on('error', (error: NodeJS.ErrnoException) =>
      finish(connection, error.code ?? error.message, false),
    );
    socket.on('close', () => finish(connection, 'ECONNRESET', false));
    all.add(connection);
    return connection;
  };
  const sweep = setInterval(() => {
    const now = performance.now();
    for (const connection of all)
      if (connection.job && now - connection.since > timeoutMs) finish(connection, 'timeout', false);
      else if (!connection.job && now - connection.since > IDLE_MS) drop(connection);
  }, SWEEP_MS);
  return {
    send: (request) =>
      new Promise((resolve) => {
        const connection = idle.pop() ?? opened();
        connection.job = { isRight: request.isRight, resolve };
        connection.since = performance.now();
        connection.socket.write(textOf(request, origin.host));
      }),
    close: () => {
      clearInterval(sweep);
      for (const connection of all) finish(connection, 'closed', false);
    },
  };
}

function socketTo({ protocol, hostname, port }: URL): Socket {
  const host = hostname.replace(/^\[|\]$/g, '');
  const socket =
    protocol === 'https:'
      ? connectSecure({ host, port: Number(port || 443), servername: host, ALPNProtocols: ['http/1.1'] })
      : connectPlain({ host, port: Number(port || 80) });
  return socket.setNoDelay(true);
}

function textOf({ method, path, headers, body }: LoadRequest, host: string): string {
  let head = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\n`;
  for (const name in headers) head += `${name}: ${headers[name]}\r\n`;
  return `${head}\r\n${body}`;
}

function failureOf({ status, body }: { status: number; body: Buffer }, { isRight }: Job): string | undefined {
  if (status < 200 || status >= 300) return String(status);
  return isRight(body.toString('utf8')) ? undefined : 'wrong answer';
}
