/** Makes the service of a process from its environment: the model first, everything else when it is asked for. */
import { randomUUID } from 'node:crypto';
import { datasetNamed } from '../../shared/datasets/index.ts';
import type { Event } from '../../shared/events/event.ts';
import { inferenceLogged } from '../../shared/events/types.ts';
import { writeEvent } from '../../shared/events/wire.ts';
import { type Configuration, configuration, required } from '../../shared/runtime/configuration.ts';
import { sha256In } from '../../shared/runtime/knative/pinned.ts';
import { logger } from '../../shared/runtime/log.ts';
import { postEvent } from '../../shared/runtime/outbox.ts';
import { database, objects } from '../../shared/runtime/resources.ts';
import { traceHeaders } from '../../shared/runtime/trace.ts';
import { sending } from '../../shared/runtime/tracing/events.ts';
import { inferenceLog, type LogOptions } from './inference-log.ts';
import { latencies } from './latencies.ts';
import { droppedEntries, loaded, sentEntries } from './metrics.ts';
import { oneMore } from './one-more.ts';
import { recentIds } from './recent-ids.ts';
import type { Service } from './service.ts';
import { followVersions } from './versions.ts';

/** A broker that does not answer for so long has not taken the event. */
const TIMEOUT_MS = 10_000;

/** @throws when the data set is unknown, or a pinned model cannot be loaded */
export async function startService(): Promise<Service> {
  const { DATABASE_URL, K_SINK, MODEL_VERSION, MODEL_CHECKSUM } = configuration();
  const dataset = datasetNamed(required('DATASET'));
  const versions = await followVersions({
    objects: objects(),
    dataset: dataset.name,
    version: MODEL_VERSION,
    sha256: MODEL_VERSION === 'production' ? undefined : sha256In(MODEL_CHECKSUM ?? '', MODEL_VERSION),
    onLoad({ metadata: { version, files } }, seconds) {
      loaded(dataset.name, version, seconds);
      if (!files)
        logger().warn({ dataset: dataset.name, version }, 'stored without checksums: served unchecked');
      logger().info({ dataset: dataset.name, version, seconds }, 'model loaded');
    },
    onFailure(error) {
      logger().warn(
        { dataset: dataset.name, error: (error as Error).message },
        'no look at the production model',
      );
    },
  });
  return {
    dataset,
    versions,
    oneMore: oneMore({ objects: objects(), dataset: dataset.name }),
    latencies: latencies(),
    recent: recentIds(),
    log: inferenceLog({
      send: sender(dataset.name, K_SINK),
      newId: randomUUID,
      onSent: (entries) => {
        sentEntries.value += entries;
      },
      onDropped: (entries) => {
        droppedEntries.value += entries;
      },
    }),
    sql: () => (DATABASE_URL ? database() : undefined),
  };
}

/** POSTs data that is JSON already: at thousands of entries a second, writing it twice would be felt. */
function sender(dataset: string, sink: Configuration['K_SINK']): LogOptions['send'] {
  if (!sink) return undefined;
  const { type } = inferenceLogged;
  return async (id, body, traces) => {
    const time = new Date().toISOString();
    const [first] = traces;
    // One trace goes on; several lead here from where they are.
    const isOne = traces.every(({ traceId }) => traceId === first?.traceId);
    const trace = first && isOne ? traceHeaders(first) : {};
    const event: Event = { id, source: '/marea/predict', type, time, dataset, ...trace, data: {} };
    const send = async (told: Event): Promise<void> =>
      await postEvent(type, writeEvent(told).headers, body, sink, TIMEOUT_MS);
    await sending(event, send, traces.length > 1 ? traces : []);
  };
}
