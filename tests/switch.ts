/** A TCP proxy that can be switched off: what is behind it is away, with all connections broken, and then back. */

import type { AddressInfo } from 'node:net';
import { createConnection, createServer, type Socket } from 'node:net';

export interface Switch {
  /** host:port to connect to. */
  readonly host: string;
  off(): void;
  on(): void;
  stop(): Promise<void>;
}

/** @param to URL of what is behind */
export async function switchFor(to: string): Promise<Switch> {
  const { hostname, port } = new URL(to);
  const open = new Set<Socket>();
  let away = false;
  const server = createServer((client) => {
    if (away) return void client.destroy();
    const behind = createConnection({ host: hostname, port: Number(port) });
    for (const [one, other] of [
      [client, behind],
      [behind, client],
    ] as const) {
      open.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    off() {
      away = true;
      for (const socket of open) socket.destroy();
    },
    on() {
      away = false;
    },
    stop: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
