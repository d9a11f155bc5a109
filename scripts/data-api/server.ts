/** The external data API over HTTP, with its real contract; for development, the demo and tests. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Listing, Reader, Source } from '../../functions/console/sample/source.ts';
import { syntheticSource } from '../../functions/console/sample/synthetic.ts';
import { csvSource } from './csv-source.ts';

export interface DataApiOptions {
  /** 0: any free one. */
  readonly port?: number;
  /** A CSV file, gzip allowed; without one the listings are synthetic. */
  readonly file?: string;
  readonly seed?: number;
  /** Default 3 for synthetic data, whatever a file has rows for. */
  readonly batches?: number;
  /** Rows in each batch. */
  readonly rows?: number;
}

export interface DataApi {
  readonly url: string;
  readonly description: string;
  readonly synthetic: boolean;
  stop(): Promise<void>;
}

/** Two batches of so many reach the 20,000 clean rows that a first training needs. */
const ROWS = 12_000;
const BATCHES = 3;
const EXHAUSTED = 'All the data of this group have been collected; /restart_data_generation starts again.';

/** Listens on 127.0.0.1. @throws when the file cannot be read or the port is taken. */
export async function startDataApi(options: DataApiOptions = {}): Promise<DataApi> {
  const source = await sourceOf(options);
  const answer = answering(source);
  const server = createServer((request, response) => {
    answer(request, response).catch((error: Error) => response.destroy(error));
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EADDRINUSE') throw cause;
    throw new Error(`port ${options.port} is in use: stop what uses it, or give another with --port`, {
      cause,
    });
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    description: source.description,
    synthetic: source.synthetic,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function sourceOf({ file, seed = 42, batches, rows = ROWS }: DataApiOptions): Promise<Source> | Source {
  return file === undefined
    ? syntheticSource({ seed, batches: batches ?? BATCHES, rows })
    : csvSource(file, rows, batches);
}

function answering(source: Source): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  /** How many batches each reader has had. */
  const had = new Map<string, number>();
  return async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    response.setHeader('x-synthetic-data', String(source.synthetic));
    if (request.method !== 'GET') return sendJson(response, 405, { detail: 'Method Not Allowed' });
    if (url.pathname === '/')
      return sendJson(response, 200, {
        about: source.description,
        synthetic: source.synthetic,
      });
    if (!['/data', '/restart_data_generation'].includes(url.pathname))
      return sendJson(response, 404, { detail: 'Not Found' });
    const { reader, problems } = readerOf(url.searchParams);
    if (!reader) return sendJson(response, 422, { detail: problems });
    const key = `${reader.group} ${reader.day}`;
    if (url.pathname !== '/data') {
      had.delete(key);
      return sendJson(response, 200, { ok: true });
    }
    const number = (had.get(key) ?? 0) + 1;
    if (number > source.batches) return sendJson(response, 400, { detail: EXHAUSTED });
    had.set(key, number);
    await sendBatch(response, reader, number, source.batch(number, reader));
  };
}

/** Missing and malformed parameters, in the form of the real API. */
function readerOf(query: URLSearchParams): {
  reader?: Reader;
  problems: object[];
} {
  const group = query.get('group_number');
  const day = query.get('day');
  const problems: object[] = [];
  if (group === null || !/^\d{1,9}$/.test(group))
    problems.push({
      loc: ['query', 'group_number'],
      msg: 'a whole number is required',
      input: group,
    });
  if (!day) problems.push({ loc: ['query', 'day'], msg: 'Field required', input: day });
  return problems.length > 0
    ? { problems }
    : { reader: { group: Number(group), day: day as string }, problems };
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const body = JSON.stringify(value);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

async function sendBatch(
  response: ServerResponse,
  { group }: Reader,
  number: number,
  rows: Iterable<Listing>,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/json' });
  await pipeline(Readable.from(jsonOf({ group_number: group, batch_number: number }, rows)), response);
}

/** `{...head, "data": [...]}` in pieces of a thousand rows. */
function* jsonOf(head: object, rows: Iterable<Listing>): Generator<string> {
  let piece: string[] = [];
  let separator = '';
  yield `${JSON.stringify(head).slice(0, -1)},"data":[`;
  for (const row of rows) {
    piece.push(JSON.stringify(row));
    if (piece.length < 1000) continue;
    yield separator + piece.join(',');
    separator = ',';
    piece = [];
  }
  yield `${piece.length > 0 ? separator + piece.join(',') : ''}]}`;
}
