/** A batch.received in binary mode, as any producer may post it. */
import { randomBytes } from 'node:crypto';

export interface Offer {
  readonly dataset: string;
  readonly batch: string;
  readonly dataref: string;
  readonly filename: string | undefined;
  readonly origin: 'source' | 'user';
}

/** The id is the batch's: the same batch offered twice is one event. */
export function batchReceivedRequest({ dataset, batch, dataref, filename, origin }: Offer): {
  headers: Record<string, string>;
  body: string;
} {
  return {
    headers: {
      'content-type': 'application/json',
      'ce-specversion': '1.0',
      'ce-id': batch,
      'ce-source': `/marea/cli/${dataset}`,
      'ce-type': 'dev.marea.batch.received',
      'ce-subject': batch,
      'ce-time': new Date().toISOString(),
      'ce-dataset': dataset,
      'ce-dataref': dataref,
      'ce-traceparent': `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`,
    },
    body: JSON.stringify({ origin, ...(filename ? { filename } : {}) }),
  };
}
