/** The metrics of one pod, read from it and handed on: no request that would keep it, or be counted as its load. */
import { get, type ServerResponse } from 'node:http';
import { answerError } from './answer.ts';
import type { Cluster } from './cluster.ts';

const TIMEOUT_MS = 5000;

export function scrape(cluster: Cluster, name: string, to: ServerResponse): void {
  const pod = cluster.pods().find((one) => one.pod.name === name)?.pod;
  if (!pod) {
    answerError(to, 404, `there is no pod ${name}`);
    return;
  }
  const { port, agent, shown: headers } = pod;
  const asked = get({ host: '127.0.0.1', port, agent, path: '/metrics', headers, timeout: TIMEOUT_MS });
  asked.on('timeout', () => asked.destroy(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)));
  asked.on('error', (error) => {
    if (to.headersSent) to.destroy();
    else answerError(to, 502, `${name} did not answer: ${error.message}`);
  });
  asked.on('response', (answer) => {
    to.writeHead(answer.statusCode ?? 502, {
      'content-type': answer.headers['content-type'] ?? 'text/plain',
    });
    answer.pipe(to);
  });
}
