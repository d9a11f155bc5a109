/** What speaks against a canary: its own numbers, asked of the new revision at its tag's address. */
import { request } from 'node:http';

/** As predict answers at /metrics/summary. */
interface Summary {
  readonly requests?: number;
  readonly errors?: number;
}

/** More failures than this share of the requests take it back. */
const ERROR_SHARE = 0.01;
const TIMEOUT_MS = 10_000;

/**
 * @param ingress where requests for all hosts are taken, when the tag's host has no address of its own
 * @returns undefined when nothing speaks against it: also when there is no address to ask
 */
export async function complaintOf(tagUrl: string | undefined, ingress?: string): Promise<string | undefined> {
  if (!tagUrl) return undefined;
  try {
    const { status, body } = await ask(new URL('/metrics/summary', tagUrl), ingress);
    if (status !== 200) return `/metrics/summary answered ${status}`;
    const { requests = 0, errors = 0 } = JSON.parse(body) as Summary;
    return errors > 1 && errors > requests * ERROR_SHARE
      ? `${errors} of ${requests} requests failed`
      : undefined;
  } catch (error) {
    return `it could not be asked how it does: ${(error as Error).message}`;
  }
}

/** `fetch` sets no Host header, and an ingress goes by it. */
function ask(url: URL, ingress: string | undefined): Promise<{ status: number; body: string }> {
  const to = ingress ? new URL(ingress) : url;
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        host: to.hostname,
        port: to.port || 80,
        path: url.pathname,
        headers: { host: url.host },
        timeout: TIMEOUT_MS,
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
        );
      },
    );
    asked.on('timeout', () => asked.destroy(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)));
    asked.on('error', reject);
    asked.end();
  });
}
