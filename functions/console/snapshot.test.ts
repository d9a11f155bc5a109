/** What the console tells together was true together, whatever is committed meanwhile. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { promotedBatch, startConsole, type TestConsole } from '../../tests/console.ts';

let marea: TestConsole;
beforeAll(async () => {
  marea = await startConsole();
  await promotedBatch(marea.services);
});
afterAll(() => marea?.stop());

/** Forward and back: the batch, its model and the model's history say the same in every commit. */
async function turn(promoted: boolean): Promise<void> {
  const outcome = promoted ? 'promoted' : 'rejected';
  await marea.services.sql.begin(async (tx) => {
    await tx`update marea.batches set outcome = ${outcome}, clean = ${promoted ? 6 : 0}, rejected = ${promoted ? 3 : 9}`;
    await tx`select pg_sleep(0.002)`;
    await tx`update marea.model_versions set stage = ${promoted ? 'Production' : 'Archived'}`;
    await tx`update marea.model_history set event = ${outcome}`;
  });
}

interface Told {
  readonly batches: readonly { outcome: string }[];
  readonly production: unknown;
  readonly datasets: readonly { name: string; clean: number; production: number | null }[];
  readonly outcome: string;
  readonly model: { event: string };
  readonly history: readonly { event: string }[];
  readonly versions: readonly { stage: string }[];
}

const told: readonly [path: string, of: (answer: Told) => readonly [boolean, boolean]][] = [
  ['/api/status?dataset=realtor', (a) => [a.batches[0]?.outcome === 'promoted', a.production !== null]],
  ['/api/batches/realtor/b1', (a) => [a.outcome === 'promoted', a.model.event === 'promoted']],
  ['/api/batches/realtor/b1/trace', (a) => [a.outcome === 'promoted', a.history[0]?.event === 'promoted']],
  ['/api/models/realtor', (a) => [a.versions[0]?.stage === 'Production', a.history[0]?.event === 'promoted']],
  [
    '/api/datasets',
    ({ datasets }) => {
      const own = datasets.find(({ name }) => name === 'realtor');
      return [own?.clean === 6, own?.production === 1];
    },
  ],
];

test.each(told)('%s', async (path, of) => {
  let reading = true;
  const turning = (async () => {
    for (let turns = 0; reading; turns++) await turn(turns % 2 === 1);
  })();
  for (let read = 0; read < 60; read++) {
    const [one, other] = of((await marea.get(path)) as unknown as Told);
    expect(one).toBe(other);
  }
  reading = false;
  await turning;
});
