/** Takes the events of a predictor's log, so that their cost is in the figure. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LogSink {
  /** What K_SINK is set to. */
  readonly url: string;
  close(): void;
}

export async function startLogSink(): Promise<LogSink> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(202).end());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => void server.close() };
}
