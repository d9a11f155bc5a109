/** Where the platform is reached, and with what. */
import { type Access, writeKubeconfig } from './api/kubeconfig.ts';
import type { Front } from './front.ts';
import { closeServer, listen } from './processes/listening.ts';
import { addressesOf, isOwnHost } from './processes/own-hosts.ts';
import { createProxy } from './proxy.ts';

export interface Place {
  readonly port: number;
  readonly url: string;
  readonly access: Access;
}

/** What ends each thing that was started, in the order in which they were. */
export type Undo = (() => unknown)[];

/** On the loopback. @param asked a port, or 0 */
export async function opened(front: Front, asked: number, data: string, undo: Undo): Promise<Place> {
  const server = createProxy(front);
  const port = await listen(server, asked);
  undo.push(() => closeServer(server));
  const url = `http://127.0.0.1:${port}`;
  return { port, url, access: writeKubeconfig(data, url, front.namespace) };
}

/** At a further address. */
export async function openTo(host: string, port: number, front: Front, undo: Undo): Promise<void> {
  for (const address of addressesOf(host)) {
    const server = createProxy(front, isOwnHost);
    await listen(server, port, address);
    undo.push(() => closeServer(server));
  }
}
