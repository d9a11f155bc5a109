/** What stock clients have asked of MLflow 3.17.2 is answered alike, but for differences that are told with their reasons. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { functionNamed, type MareaFunction } from '../../shared/runtime/function.ts';
import { type Services, startServices } from '../services.ts';
import { recorded } from './exchanges.ts';
import { replay } from './replay.ts';

let services: Services;
let registry: MareaFunction;

beforeAll(async () => {
  services = await startServices();
  Object.assign(process.env, services.environment, { ACCESS: 'loopback' });
  await import('../../functions/registry/index.ts');
  registry = functionNamed('registry');
});
afterAll(async () => {
  await (await import('../../shared/runtime/resources.ts')).closeResources();
  await services.stop();
});

test.each(['3.17.2', '2.10.2'])('of client %s', { timeout: 300_000 }, async (client) => {
  await services.sql`
    truncate marea.experiments, marea.registered_models restart identity cascade`;
  await services.sql`
    insert into marea.experiments (id, name, artifact_location) overriding system value
    values (0, 'Default', 'mlflow-artifacts:/0')`;
  const found = await replay(recorded(client), async (request) => await registry.handle(request));
  expect(found).toEqual([]);
});
