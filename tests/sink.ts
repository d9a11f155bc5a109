/** Stands in for a broker: takes events and remembers them; told to, it refuses. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Event } from '../shared/events/event.ts';
import { readEvent } from '../shared/events/wire.ts';

export interface TestSink {
  readonly url: string;
  readonly events: Event[];
  /** What the next requests are answered with; default 202. */
  status: number;
  stop(): Promise<void>;
}

export async function startSink(): Promise<TestSink> {
  const sink: { url: string; events: Event[]; status: number; stop(): Promise<void> } = {
    url: '',
    events: [],
    status: 202,
    stop: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (sink.status < 300) sink.events.push(readEvent(request.headers, Buffer.concat(chunks)));
    response.writeHead(sink.status).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  sink.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return sink;
}
