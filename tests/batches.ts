/** Batches through ingest and clean against real services, with a tiny data set that no other code knows. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { clean } from '../functions/clean/index.ts';
import { ingest } from '../functions/ingest/index.ts';
import damagedFruit from '../scripts/damage/fruit.mjs';
import type { Dataset } from '../shared/datasets/declaration.ts';
import { addDataset } from '../shared/datasets/index.ts';
import type { Event } from '../shared/events/event.ts';
import { divide } from '../shared/ml/expression.ts';
import type { StageResources } from '../shared/runtime/stage.ts';
import { startServices } from './services.ts';

/** A third data set, known to no other code: that of the files which are damaged, with all that a declaration may have. */
const fruit: Dataset = {
  ...damagedFruit,
  description: 'Weights of fruit',
  rules: [
    ...damagedFruit.rules,
    { name: 'not_fruit', rejects: { when: 'one of', column: 'kind', values: ['potato'] } },
  ],
  derived: { weight_per_piece: { label: 'Weight of a piece', of: divide('weight', 'pieces') } },
  training: { minRows: 10, minSourceShare: 0.8 },
  example: { id: 1, kind: 'apple', pieces: 2 },
};
export interface Line {
  stage: string;
  received: number;
  clean: number;
  rejected: number;
  duplicate: number;
  reasons: Record<string, number>;
}

export const received = (id: string, event: Partial<Event>): Event => ({
  id,
  source: '/test',
  type: 'dev.marea.batch.received',
  dataset: 'fruit',
  subject: id,
  data: {},
  ...event,
});

export const stored = (id: string, dataset = 'fruit'): Event => ({
  id: `${id}-stored`,
  source: '/marea/ingest',
  type: 'dev.marea.batch.stored',
  dataset,
  subject: id,
  data: { batch: id, received: 1 },
});

export type Batches = Awaited<ReturnType<typeof startBatches>>;

/** Services, with what tests of batches do with them. */
export async function startBatches() {
  addDataset(fruit);
  const services = await startServices();
  const { sql, objects } = services;
  const sink = createServer((request, response) => {
    request.resume();
    response.writeHead(202).end();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => sink.once('listening', resolve));
  const url = `http://127.0.0.1:${(sink.address() as AddressInfo).port}`;
  const resources: StageResources = { sql, objects, log: pino({ level: 'silent' }), sink: url };

  async function ledger(dataset: string, batch: string): Promise<Line | undefined> {
    const [line] = await sql<Line[]>`
      select stage, received, clean, rejected, duplicate, reasons from marea.batches
      where dataset = ${dataset} and id = ${batch}`;
    return line;
  }
  async function upload(key: string, body: Buffer | string): Promise<string> {
    await objects.put({ bucket: 'data-raw', key }, body);
    return `s3://data-raw/${key}`;
  }
  /** Through both stages. @returns the batch's line in the ledger */
  async function take(id: string, event: Partial<Event>): Promise<Line | undefined> {
    await ingest.take(received(id, event), resources);
    await clean.take(stored(id, event.dataset), resources);
    return ledger(event.dataset ?? 'fruit', id);
  }
  const file = async (id: string, body: Buffer | string): Promise<Line | undefined> =>
    take(id, { dataref: await upload(`test/${id}`, body) });
  async function stop(): Promise<void> {
    sink.close();
    await services.stop();
  }
  return { sql, objects, resources, ledger, upload, take, file, stop };
}
