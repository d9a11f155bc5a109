/** Sends what a client has asked of MLflow to a registry of ours, in order, and compares the answers. */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Answer, HttpHandler } from '../../shared/runtime/http/http.ts';
import { httpRequest } from '../http-request.ts';
import { compared } from './compared.ts';
import { refusedCode, type Told, told } from './differences.ts';
import { bytesOf, type Exchange, isFile, type Json } from './exchanges.ts';
import { Names } from './names.ts';

/** @returns where the answers differ, and no difference says why */
export async function replay(exchanges: readonly Exchange[], handle: HttpHandler): Promise<string[]> {
  const names = new Names();
  const found: string[] = [];
  for (const [number, exchange] of exchanges.entries()) {
    const ours = await answered(exchange, names, handle);
    names.learn(exchange.answer, ours.answer);
    const theirs = told(exchange, names.json(exchange.answer ?? null), ours);
    const lines = theirs === undefined ? [] : differences(theirs, ours);
    found.push(...lines.map((line) => `${number + 1} ${exchange.method} ${short(exchange.path)} ${line}`));
  }
  return found;
}

const short = (path: string): string => (path.length > 120 ? `${path.slice(0, 120)}...` : path);

function differences(theirs: Told, ours: Told): string[] {
  if (theirs.status !== ours.status)
    return [`status ${theirs.status} is ${ours.status}: ${JSON.stringify(ours.answer)?.slice(0, 200)}`];
  const [theirCode, code] = [refusedCode(theirs), refusedCode(ours)];
  if (theirCode !== code) return [`error_code ${theirCode} is ${code}`];
  return compared(theirs.answer, ours.answer);
}

async function answered(exchange: Exchange, names: Names, handle: HttpHandler): Promise<Told> {
  const { method, path, type } = exchange;
  const headers = { ...(type === undefined ? {} : { 'content-type': type }) };
  const body = bodyOf(exchange, names);
  const request = httpRequest(method, names.path(path), {
    headers: body.length > 0 ? { ...headers, 'content-length': String(body.length) } : headers,
    body,
  });
  const answer = await handle(request);
  const bytes = await bytesIn(answer);
  return {
    status: answer.status,
    answer: isFile(exchange) && method === 'GET' ? sameFile(exchange, names, bytes) : parsed(bytes),
  };
}

/** Theirs in our words, whose bytes are then equal. */
function bodyOf(exchange: Exchange, names: Names): Buffer {
  const { body, type = '' } = exchange;
  if (body === undefined) return Buffer.alloc(0);
  if (isFile(exchange) || !type.includes('json')) return inOurWords(body, names);
  return Buffer.from(JSON.stringify(names.json(body)));
}

const inOurWords = (body: Json | undefined, names: Names): Buffer => {
  const bytes = bytesOf(body);
  return isText(body) ? Buffer.from(names.text(bytes.toString('utf8'))) : bytes;
};

const isText = (body: Json | undefined): boolean =>
  typeof body === 'object' && body !== null && 'text' in body;

/** Their answer, where the bytes are those; else what came. */
function sameFile(exchange: Exchange, names: Names, bytes: Buffer): Json {
  if (bytes.equals(inOurWords(exchange.answer, names))) return names.json(exchange.answer ?? null);
  return { text: bytes.toString('utf8').slice(0, 200) };
}

const bytesIn = async ({ body }: Answer): Promise<Buffer> =>
  body instanceof Readable ? await buffer(body) : Buffer.from(body ?? '');

function parsed(bytes: Buffer): Json {
  if (bytes.length === 0) return null;
  const text = bytes.toString('utf8');
  try {
    return JSON.parse(text) as Json;
  } catch {
    return { text };
  }
}
