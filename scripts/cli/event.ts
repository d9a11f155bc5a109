/** A batch.received in binary mode, as any producer may post it. */
import { encoded } from '../../shared/events/attribute.ts';
import { newTrace, type Trace, traceHeaders } from '../../shared/runtime/trace.ts';

export interface Offer {
  readonly dataset: string;
  readonly batch: string;
  readonly dataref: string;
  readonly filename: string | undefined;
  readonly origin: 'source' | 'user';
}

/** The id is the batch's: the same batch offered twice is one event. */
export function batchReceivedRequest(
  { dataset, batch, dataref, filename, origin }: Offer,
  trace: Trace = newTrace(),
): {
  headers: Record<string, string>;
  body: string;
} {
  return {
    headers: {
      'content-type': 'application/json',
      'ce-specversion': '1.0',
      'ce-id': encoded(batch),
      'ce-source': `/marea/cli/${dataset}`,
      'ce-type': 'dev.marea.batch.received',
      'ce-subject': encoded(batch),
      'ce-time': new Date().toISOString(),
      'ce-dataset': dataset,
      'ce-dataref': encoded(dataref),
      'ce-traceparent': trace.traceparent,
      // For what is on the way and knows nothing of events.
      ...traceHeaders(trace),
    },
    body: JSON.stringify({ origin, ...(filename ? { filename } : {}) }),
  };
}
