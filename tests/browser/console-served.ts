/** The console alone on a port, on a real Postgres and a real object store: pages and their states, without a platform. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildWeb } from '../../scripts/web.ts';
import { functionServer } from '../../shared/runtime/http/server.ts';
import { startConsole, type TestConsole } from '../console.ts';

export interface ServedConsole extends TestConsole {
  readonly origin: string;
  /** Nobody answers any more, as when the pod has gone; until it is brought back. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
}

export async function serveConsole(): Promise<ServedConsole> {
  await buildWeb();
  const marea = await startConsole();
  let server = await listening(marea, 0);
  const { port } = server.address() as AddressInfo;
  const goAway = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    ...marea,
    origin: `http://localhost:${port}`,
    goAway,
    async comeBack() {
      server = await listening(marea, port);
    },
    async stop() {
      await goAway();
      await marea.stop();
    },
  };
}

function listening({ handle }: TestConsole, port: number): Promise<Server> {
  const { server } = functionServer(handle);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, 'localhost', () => resolve(server));
  });
}
