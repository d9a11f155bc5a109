/** What a client asks of a Service: a pod has it, or the client is told why none has. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Addressee } from './addressing.ts';
import { answerError } from './answer.ts';
import type { Cluster } from './cluster.ts';
import { NotSent } from './connection.ts';
import { type Asked, type Work, withPod } from './exchange.ts';
import { forwardStream } from './forward.ts';
import { Unavailable } from './pool.ts';

/** Nobody is there to be told: the status that the metrics get. */
const CLIENT_GONE = 499;

export async function toService(
  cluster: Cluster,
  { service, tag, path, prefix }: Omit<Extract<Addressee, { kind: 'service' }>, 'kind'>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const asked: Asked = { service, method: request.method ?? 'GET', ...(tag === undefined ? {} : { tag }) };
  const headers = prefix ? ['x-forwarded-prefix', prefix] : [];
  const forward: Work = async (lease, { timeoutMs }) => {
    const way = { pod: lease.pod, timeoutMs, path, headers };
    if (!(await forwardStream(way, request, response))) lease.suspect();
    return response.headersSent ? response.statusCode : CLIENT_GONE;
  };
  try {
    await withPod(cluster, asked, forward);
  } catch (error) {
    const status = statusOf(error);
    if (!status) throw error;
    request.resume();
    answerError(response, status, (error as Error).message);
  }
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof Unavailable) return 503;
  return error instanceof NotSent ? 502 : undefined;
}
