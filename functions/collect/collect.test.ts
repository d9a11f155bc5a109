/** collect against the data API's real contract, a real object store and a broker that may refuse. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type DataApi, startDataApi } from '../../scripts/data-api/server.ts';
import { PassingError, PermanentError } from '../../shared/events/errors.ts';
import { batchReceived } from '../../shared/events/types.ts';
import { checkData } from '../../shared/events/wire.ts';
import { newTrace } from '../../shared/runtime/trace.ts';
import { addressOf } from '../../shared/store/objects.ts';
import { type Services, startServices } from '../../tests/services.ts';
import { startSink, type TestSink } from '../../tests/sink.ts';
import { type CollectResources, collect } from './collect.ts';
import type { Order } from './order.ts';

const order: Order = {
  dataset: 'realtor',
  group: 1,
  day: 'Tuesday',
  restart: false,
};
let services: Services;
let sink: TestSink;
let api: DataApi;
let resources: CollectResources;

beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services.stop());
beforeEach(async () => {
  sink = await startSink();
  api = await startDataApi({ batches: 2, rows: 50 });
  resources = {
    api: api.url,
    objects: services.objects,
    sink: sink.url,
    log: pino({ level: 'silent' }),
    trace: newTrace(),
  };
});
afterEach(async () => {
  await services.objects.removeAll('data-raw', 'realtor/');
  await Promise.all([sink.stop(), api.stop()]);
});

const stored = async (dataref: string | undefined): Promise<unknown[]> =>
  JSON.parse((await services.objects.read(addressOf(dataref ?? ''))).toString('utf8')) as unknown[];

test('a batch comes into the object store and is offered as one event', async () => {
  expect(await collect(order, resources)).toBe('collected');
  expect(sink.events).toHaveLength(1);
  const [event] = sink.events;
  if (!event) throw new Error('no event');
  checkData(batchReceived, event);
  expect(event).toMatchObject({
    type: 'dev.marea.batch.received',
    source: '/marea/collect',
    dataset: 'realtor',
    subject: event.id,
    traceparent: resources.trace.traceparent,
    data: { origin: 'source', mediaType: 'application/json' },
  });
  expect(await stored(event.dataref)).toHaveLength(50);
});

test('the same answer twice is one batch: same id, same object', async () => {
  await collect(order, resources);
  await fetch(`${api.url}/restart_data_generation?group_number=1&day=Tuesday`);
  await collect(order, resources);
  expect(new Set(sink.events.map(({ id, dataref }) => `${id} ${dataref}`)).size).toBe(1);
});

test('other answers are other batches', async () => {
  await collect(order, resources);
  await collect(order, resources);
  expect(new Set(sink.events.map(({ id }) => id)).size).toBe(2);
});

test('when all have been had it ends quietly, and begins again only when told to', async () => {
  await collect(order, resources);
  await collect(order, resources);
  expect(await collect(order, resources)).toBe('exhausted');
  expect(sink.events).toHaveLength(2);
  expect(await collect({ ...order, restart: true }, resources)).toBe('collected');
  expect(sink.events[2]?.id).toBe(sink.events[0]?.id);
});

test('a batch that the broker refuses is not lost: the next ping offers it before it pulls another', async () => {
  sink.status = 503;
  await expect(collect(order, resources)).rejects.toThrow(PassingError);
  sink.status = 202;
  expect(await collect(order, resources)).toBe('collected');
  expect(sink.events).toHaveLength(2);
  for (const event of sink.events) expect(await stored(event.dataref)).toHaveLength(50);
  expect(new Set(sink.events.map(({ id }) => id)).size).toBe(2);
  expect(await services.objects.list('data-raw', 'realtor/collected/pending/')).toEqual([]);
});

test('while the broker is away nothing is pulled that could be lost', async () => {
  sink.status = 503;
  await expect(collect(order, resources)).rejects.toThrow(PassingError);
  await expect(collect(order, resources)).rejects.toThrow(PassingError);
  const pending = await services.objects.list('data-raw', 'realtor/collected/pending/');
  expect(pending).toHaveLength(1);
});

async function apiThatAnswers(status: number, body: string, broken = false): Promise<Server> {
  const server = createServer((_, response) => {
    response.writeHead(status, broken ? { 'content-length': body.length + 10 } : {});
    if (broken) response.write(body, () => response.destroy());
    else response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

test.each([
  ['fails', 500, 'oops', PassingError],
  ['does not know the question', 422, '{"detail":[{"msg":"Field required"}]}', PermanentError],
  ['answers something else', 200, '<html></html>', PermanentError],
  ['has no rows field', 200, '{"rows":[]}', PermanentError],
])('an API that %s stores nothing', async (_, status, body, error) => {
  const server = await apiThatAnswers(status, body);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await expect(collect(order, { ...resources, api: url })).rejects.toThrow(error);
  expect(await services.objects.list('data-raw', 'realtor/')).toEqual([]);
  server.close();
});

test('an answer that breaks off stores nothing and may be asked for again', async () => {
  const server = await apiThatAnswers(200, '{"data":[{"price":1}', true);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await expect(collect(order, { ...resources, api: url })).rejects.toThrow(PassingError);
  expect(await services.objects.list('data-raw', 'realtor/')).toEqual([]);
  server.close();
});

test('an API that is not there may be there later', async () => {
  await api.stop();
  await expect(collect(order, resources)).rejects.toThrow(/cannot be reached/);
  api = await startDataApi({ batches: 1, rows: 1 });
});

test('an answer without rows is nothing new', async () => {
  const server = await apiThatAnswers(200, '{"group_number":1,"batch_number":3,"data":[]}');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect(await collect(order, { ...resources, api: url })).toBe('nothing new');
  expect(sink.events).toEqual([]);
  server.close();
});
