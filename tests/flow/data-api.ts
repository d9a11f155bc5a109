/** A data API that has one batch, of one flat. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface DataApi {
  readonly url: string;
  stop(): void;
}

export const ROW = { size: 60, rooms: 3, district: 'Works', rent: 700 };

export async function startDataApi(): Promise<DataApi> {
  let given = false;
  const server = createServer((_, response) => {
    response.writeHead(given ? 400 : 200, { 'content-type': 'application/json' });
    const batch = { group_number: 1, batch_number: 1, data: [{ ...ROW, flat: 'collected' }] };
    response.end(JSON.stringify(given ? { detail: 'no more' } : batch));
    given = true;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => server.close().closeAllConnections(),
  };
}
