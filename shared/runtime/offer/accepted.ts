/** The answer to a batch that was taken: its name, and where to follow it. */
import { configuration } from '../configuration.ts';
import { type Answer, type HttpRequest, json } from '../http/http.ts';

/** POST /ingest, once the batch is durable. */
export interface Accepted {
  readonly batch: string;
  readonly dataset: string;
  /** How far it has come: GET answers a BatchReport. */
  readonly status: string;
}

export function accepted(request: HttpRequest, dataset: string, batch: string): Answer {
  const status = `${consoleFor(request)}/api/batches/${dataset}/${encodeURIComponent(batch)}`;
  const answer = json({ batch, dataset, status } satisfies Accepted, 202);
  return { ...answer, headers: { ...answer.headers, location: status } };
}

/** Of the same domain as the host that was asked, on Knative under its own name. */
function consoleFor({ headers }: HttpRequest): string {
  const { CONSOLE_URL } = configuration();
  if (CONSOLE_URL) return CONSOLE_URL;
  const scheme = headers['x-forwarded-proto'] === 'https' ? 'https' : 'http';
  const address = `${scheme}://${(headers.host ?? '').replace(/^entrance\./i, 'console.')}`;
  return URL.canParse(address) ? new URL(address).origin : '';
}
