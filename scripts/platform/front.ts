/** What stands behind the platform's port, and who is a part of it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { carries } from '../../shared/runtime/access/platform-header.ts';
import type { Api } from './api/kubernetes.ts';
import type { Broker } from './eventing/broker.ts';
import type { KnativeMetrics } from './metrics/knative.ts';
import type { Cluster } from './serving/cluster.ts';
import type { Stores } from './stores/stores.ts';

/** As far as it has been started. */
export interface Front {
  readonly namespace: string;
  readonly cluster: Cluster;
  /** Who carries it is a part of the platform. */
  readonly token: string;
  brokers?: ReadonlyMap<string, Broker>;
  api?: Api;
  readonly metrics: KnativeMetrics;
  /** Does it take events yet, and still? */
  isReady: boolean;
  /** For what went wrong, which clients are not told. */
  readonly log: (line: string) => void;
  /** How the stores stand. */
  stores?: Pick<Stores, 'troubles' | 'lackOfRoom'>;
}

/** Whether it carries the platform's token. */
export const isInside = ({ token }: Front, { headers }: IncomingMessage): boolean => carries(headers, token);
export const FOR_THE_PLATFORM = 'this is for calls within the platform; batches are posted to /ingest';

export type Handle = (front: Front, request: IncomingMessage, response: ServerResponse) => unknown;
