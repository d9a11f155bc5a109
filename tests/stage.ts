/** A stage as its tests drive it: on a real Postgres and a real object store, with a stand-in for the broker. */
import type { MareaFunction } from '../shared/runtime/function.ts';
import { type Services, startServices } from './services.ts';
import { startSink, type TestSink } from './sink.ts';

export interface TestStage {
  readonly services: Services;
  readonly sink: TestSink;
  /** The registered function. */
  readonly handle: MareaFunction['handle'];
  stop(): Promise<void>;
}

/**
 * @param load imports the function, which registers itself under that name
 * @param environment what it is told beside where to find the stores and the broker
 */
export async function startStage(
  name: string,
  load: () => Promise<unknown>,
  environment: Readonly<Record<string, string>> = {},
): Promise<TestStage> {
  const [services, sink] = await Promise.all([startServices(), startSink()]);
  // Read once, at the first use: it has to be there before.
  Object.assign(process.env, services.environment, { K_SINK: sink.url, ...environment });
  await load();
  const { functionNamed } = await import('../shared/runtime/function.ts');
  return {
    services,
    sink,
    handle: functionNamed(name).handle,
    async stop() {
      await (await import('../shared/runtime/resources.ts')).closeResources();
      await sink.stop();
      await services.stop();
    },
  };
}
