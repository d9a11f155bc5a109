/** What the platform itself answers to a request, as JSON. */
import type { ServerResponse } from 'node:http';

export function answerJson(to: ServerResponse, status: number, document: object): void {
  const body = JSON.stringify(document);
  to.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  }).end(body);
}

export function answerError(to: ServerResponse, status: number, message: string): void {
  answerJson(to, status, { error: message });
}
