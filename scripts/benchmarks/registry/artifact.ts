/** A large file to the registry and back, through the embedded platform. */
import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Platform } from '../../platform/platform.ts';
import { residentMegabytes } from '../memory.ts';
import { createRun } from './client.ts';

const MiB = 1024 ** 2;
const PIECE = 4 * MiB;

export interface Transfer {
  readonly upMegabytesPerSecond: number;
  readonly downMegabytesPerSecond: number;
  /** The most that any pod of the registry had resident. */
  readonly peakMegabytes: number | undefined;
}

/** @param megabytes a multiple of 4 */
export async function transferOf(platform: Platform, megabytes: number): Promise<Transfer> {
  const registry = `${platform.url}/services/registry`;
  const run = await createRun(registry, '0', 'large');
  const url = `${registry}/api/2.0/mlflow-artifacts/artifacts/0/${run}/artifacts/large.bin`;
  const [up, sent] = await timed(() => put(url, megabytes));
  const [down, received] = await timed(() => get(url));
  if (sent !== received) throw new Error('the file came back as another');
  const peaks = platform.pods('registry').map(({ pid }) => residentMegabytes(pid, 'VmHWM') ?? 0);
  return {
    upMegabytesPerSecond: megabytes / up,
    downMegabytesPerSecond: megabytes / down,
    peakMegabytes: peaks.length > 0 ? Math.max(...peaks) : undefined,
  };
}

/** @returns seconds, and the hash of what was sent or came */
async function timed(work: () => Promise<string>): Promise<[seconds: number, hash: string]> {
  const started = performance.now();
  const hash = await work();
  return [(performance.now() - started) / 1000, hash];
}

async function put(url: string, megabytes: number): Promise<string> {
  const hash = createHash('sha1');
  function* pieces(): Generator<Buffer> {
    for (let at = 0; at < megabytes * MiB; at += PIECE) {
      const piece = Buffer.alloc(PIECE, at / PIECE);
      hash.update(piece);
      yield piece;
    }
  }
  const sent = request(url, { method: 'PUT', headers: { 'content-length': String(megabytes * MiB) } });
  const answered = new Promise<number>((resolve, reject) => {
    sent.on('response', (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.on('error', reject);
  });
  await pipeline(Readable.from(pieces()), sent);
  const status = await answered;
  if (status !== 200) throw new Error(`the file was answered with ${status}`);
  return hash.digest('hex');
}

async function get(url: string): Promise<string> {
  const hash = createHash('sha1');
  const { body, status } = await fetch(url);
  if (status !== 200 || !body) throw new Error(`the file came with ${status}`);
  for await (const piece of body) hash.update(piece);
  return hash.digest('hex');
}
