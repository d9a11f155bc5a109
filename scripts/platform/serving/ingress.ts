/** What a client asks of a Service: a pod has it, or the client is told why none has. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { leaveNothing } from '../../../shared/runtime/http/early-answer.ts';
import type { Addressee } from './addressing.ts';
import { answerError } from './answer.ts';
import type { Cluster } from './cluster.ts';
import { NotSent } from './connection.ts';
import { type Asked, type Work, withPod } from './exchange.ts';
import { forwardStream } from './forward.ts';
import { held, Slow } from './held.ts';
import { Unavailable } from './pool.ts';

/** Nobody is there to be told: the status that the metrics get. */
const CLIENT_GONE = 499;

export async function toService(
  cluster: Cluster,
  { service, tag, path, prefix }: Omit<Extract<Addressee, { kind: 'service' }>, 'kind' | 'isLocal'>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const asked: Asked = { service, method: request.method ?? 'GET', ...(tag === undefined ? {} : { tag }) };
  const headers = ['x-forwarded-for', request.socket.remoteAddress ?? 'unknown'];
  if (prefix) headers.push('x-forwarded-prefix', prefix);
  try {
    const body = await held(request);
    const forward: Work = async (lease, { timeoutMs }) => {
      const way = { pod: lease.pod, timeoutMs, path, body, headers };
      if (!(await forwardStream(way, request, response))) lease.suspect();
      return response.headersSent ? response.statusCode : CLIENT_GONE;
    };
    await withPod(cluster, asked, forward);
  } catch (error) {
    const status = statusOf(error);
    if (!status) throw error;
    void leaveNothing(request);
    answerError(response, status, (error as Error).message);
  }
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof Unavailable) return 503;
  if (error instanceof Slow) return 408;
  return error instanceof NotSent ? 502 : undefined;
}
