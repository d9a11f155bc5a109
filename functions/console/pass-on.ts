/** Takes an event for the ingest broker, so that who uploads a file here can offer it here too. */
import { type Answer, HttpError, type HttpRequest } from '../../shared/runtime/http.ts';

/** The broker answers when the batch is durable: that may take as long as a request may here. */
const TIMEOUT_MS = 590_000;

/** @returns the broker's own answer. @throws HttpError 503 when it cannot be reached */
export async function passOn(request: HttpRequest, broker: string | undefined): Promise<Answer> {
  if (!broker) throw new HttpError(503, 'INGEST_URL is not set: there is no broker to pass events to');
  const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' && (name === 'content-type' || name.startsWith('ce-')) ? [[name, value]] : [],
  );
  try {
    const answer = await fetch(broker, {
      method: 'POST',
      headers,
      body: new Uint8Array(await request.body()),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: answer.status, body: await answer.text() };
  } catch (cause) {
    throw new HttpError(503, `the ingest broker does not answer: ${(cause as Error).message}`);
  }
}
