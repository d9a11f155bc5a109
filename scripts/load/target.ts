/** Where the predict function of a data set is reached: behind the embedded platform's one port, or at its own URL. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { UserError } from '../cli/command.ts';
import { headersOf, KEY_USAGE } from '../cli/credential.ts';
import type { KnownValues } from './rows.ts';

export interface Target {
  readonly dataset: Dataset;
  readonly service: string;
  readonly origin: URL;
  /** In front of every path: "" or "/services/predict-realtor". */
  readonly prefix: string;
  /** Whether it is the embedded platform's port, which also answers the Kubernetes API and takes events. */
  readonly embedded: boolean;
  /** The credential that each request shows; none where none is needed. */
  readonly credential: Readonly<Record<string, string>>;
}

/** A start from zero, on a busy machine. */
const TIMEOUT_MS = 60_000;

/**
 * @param url of the embedded platform, or of the predict Service
 * @param key an API key for it
 * @throws UserError when neither answers there
 */
export async function findTarget(url: string, dataset: Dataset, key?: string): Promise<Target> {
  const base = checkedUrl(url);
  const service = `predict-${dataset.name}`;
  const behind = `/services/${service}`;
  const own = base.pathname.replace(/\/+$/, '');
  const credential = headersOf(key);
  for (const [prefix, embedded] of [
    [behind, true],
    [own, false],
  ] as const) {
    const told = (await json(base, `${prefix}/`, credential)) as { service?: unknown } | undefined;
    if (told?.service === service)
      return { dataset, service, origin: new URL(base.origin), prefix, embedded, credential };
  }
  throw new UserError(
    `at ${url} is neither a platform with ${service} nor ${service} itself. --url takes the address of npm start ` +
      `(http://127.0.0.1:8080), or what kn service describe ${service} says is its URL. ${KEY_USAGE}`,
  );
}

/** @throws UserError unless there is a model */
export async function checkModel({ origin, prefix, dataset, credential }: Target): Promise<void> {
  const answer = await reached(new URL(`${prefix}/ready`, origin), credential);
  await answer.arrayBuffer();
  if (!answer.ok)
    throw new UserError(
      `${dataset.name} has no model (/ready says ${answer.status}): bring in data first, npm run ingest -- ${dataset.name} FILE --wait`,
    );
}

/** Values of the listed columns, as the service tells them; a column that it does not tell is left out. */
export async function knownValues({ origin, prefix, dataset, credential }: Target): Promise<KnownValues> {
  const lists = dataset.listed.map(async (column) => {
    const told = await json(origin, `${prefix}/values/${encodeURIComponent(column)}`, credential);
    const values = Object.values(told ?? {})[0];
    return Array.isArray(values) && values.length > 0 ? [[column, values.map(String)] as const] : [];
  });
  return Object.fromEntries((await Promise.all(lists)).flat());
}

function checkedUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new UserError(`--url is "${text}", expected an address as http://127.0.0.1:8080`);
}

/** The object that is answered; undefined when the answer is something else. */
async function json(
  origin: URL,
  path: string,
  credential: Target['credential'],
): Promise<object | undefined> {
  const answer = await reached(new URL(path, origin), credential);
  const text = await answer.text();
  if (!answer.ok || !answer.headers.get('content-type')?.includes('json')) return undefined;
  return JSON.parse(text) as object;
}

async function reached(url: URL, headers: Target['credential']): Promise<Response> {
  try {
    return await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (cause) {
    const { message, cause: inner } = cause as Error;
    const why = inner instanceof Error && inner.message ? inner.message : message;
    throw new UserError(
      `no answer from ${url.origin} (${why}). Is the platform running? Another address: --url`,
      {
        cause,
      },
    );
  }
}
