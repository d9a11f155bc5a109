/** The driver's own code, run before it measures: what is compiled on the way would be in the first second's latencies. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { machineClock } from './clock.ts';
import { httpSender, type LoadRequest } from './http-sender.ts';
import { openLoop } from './open-loop.ts';
import { recorderFrom } from './recorder.ts';

/** Enough for the compiler to have seen it all. */
const PHASES = [{ rate: 4000, seconds: 0.75 }];
const CONNECTIONS = 16;

/** @param request of the kind that will be sent; here it goes to a server of this process */
export async function warmUp(request: () => LoadRequest): Promise<void> {
  const server = createServer((asked, answer) => {
    asked.resume().on('end', () => answer.end('{}'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const sender = httpSender(new URL(`http://127.0.0.1:${port}`), 10_000);
  await openLoop({
    phases: PHASES,
    connections: CONNECTIONS,
    patienceMs: 10_000,
    send: () => sender.send(request()),
    recorder: recorderFrom(machineClock.now(), 1),
    clock: machineClock,
  });
  sender.close();
  server.closeAllConnections();
  server.close();
}
