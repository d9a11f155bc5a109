/** Whom the fake function asks what to answer to an event: the test. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';

export interface Delivered {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Answered {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly afterMs?: number;
}

export interface Judge {
  readonly url: string;
  /** Events that reached a function, in order. */
  readonly delivered: Delivered[];
  /** What functions answer to events. */
  answer: (event: Delivered) => Answered;
  stop(): void;
}

export async function startJudge(): Promise<Judge> {
  const server = createServer(async (incoming, response) => {
    const event = { headers: incoming.headers, body: await textOf(incoming) };
    judge.delivered.push(event);
    const { status, headers = {}, body = '', afterMs = 0 } = judge.answer(event);
    setTimeout(() => response.writeHead(status, headers).end(body), afterMs);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const stop = (): void => {
    server.closeAllConnections();
    server.close();
  };
  const url = `http://127.0.0.1:${port}`;
  const judge: Judge = { url, delivered: [], answer: () => ({ status: 204 }), stop };
  return judge;
}

/** Never resolves for a request that breaks off: the pod that made it is gone. */
function textOf(incoming: IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => resolve(Buffer.concat(chunks).toString()));
  });
}
