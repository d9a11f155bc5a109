import { afterEach, expect, test } from 'vitest';
import { broker, config, service, trigger } from '../../../tests/beds/manifests.ts';
import { call, send, type Testbed, testbed, until } from '../../../tests/beds/platform.ts';
import { isRunning } from '../processes/running.ts';

let bed: Testbed;
afterEach(() => bed.stop());

const pods = () => bed.platform.pods('hello');
const ask = (path: string, body?: string) =>
  call(`${bed.platform.url}/services/hello${path}`, body === undefined ? {} : { method: 'POST', body });

/** Two pods, of which the one that is asked first takes no connection any more. @returns the number of the other */
async function oneOfTwoIsDeaf(): Promise<number> {
  await until(() => pods().filter(({ state }) => state === 'ready').length === 2);
  const { pid: deaf } = JSON.parse((await ask('/deaf')).body);
  return pods().find(({ pid }) => pid !== deaf)?.pid ?? 0;
}
const twins = service('hello', { annotations: { 'min-scale': '2', 'max-scale': '2' } });

test('a platform that ends: pods answer what they have, are told to end only then, and what waits is told so', async () => {
  bed = await testbed([config, service('hello', { concurrency: 1, annotations: { 'max-scale': '1' } })]);
  const asked = ask('/who?ms=1500');
  const [pod] = await until(() => pods()[0]?.inFlight === 1 && pods());
  const waiting = ask('/who');
  await bed.platform.stop();
  const { status, body } = await asked;
  expect(status).toBe(200);
  expect(JSON.parse(body)).toMatchObject({ pid: pod?.pid, told: false });
  expect(await waiting).toMatchObject({ status: 503, body: expect.stringContaining('being stopped') });
  expect(isRunning(pod?.pid ?? 0)).toBe(false);
});

test('what takes longer than the grace of a platform that ends goes with the process', async () => {
  bed = await testbed([config, service('hello', { timeoutSeconds: 600 })]);
  const asked = ask('/who?ms=600000');
  await until(() => pods()[0]?.inFlight === 1);
  await bed.platform.stop();
  expect((await asked).status).toBe(502);
});

test('a request for which a pod takes no connection goes to another one, with its body', async () => {
  bed = await testbed([config, twins], { machineScale: 2 });
  const other = await oneOfTwoIsDeaf();
  for (let times = 0; times < 3; times++) expect(JSON.parse((await ask('/who')).body).pid).toBe(other);
  const body = 'marea'.repeat(200_000);
  expect(await ask('/echo', body)).toEqual({ status: 200, body });
});

test('an event too: it is delivered at the first try', async () => {
  bed = await testbed(
    [config, twins, broker('ingest', { retry: 0 }), trigger('hello', 'ingest', 'raw', 'hello')],
    { machineScale: 2 },
  );
  await oneOfTwoIsDeaf();
  for (let times = 0; times < 3; times++) expect((await send(bed, '/ingest', 'raw')).status).toBe(202);
  expect(bed.delivered).toHaveLength(3);
});

test('when no pod takes a connection, the client is told 502', async () => {
  bed = await testbed([config, service('hello')]);
  await ask('/deaf');
  expect(await ask('/who')).toMatchObject({ status: 502, body: expect.stringContaining('ECONNREFUSED') });
});
