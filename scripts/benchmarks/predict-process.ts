/** The predictor as a process of its own, as the platform starts it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../platform/processes/ports.ts';
import type { ObjectAccess } from '../platform/stores/objects.ts';

const shipped = fileURLToPath(new URL('../../dist/functions/predict.js', import.meta.url));

export interface PredictProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** performance.now() when it was started. */
  readonly started: number;
}

/** @param bundle another build of it */
export async function spawnPredict(
  s3: ObjectAccess,
  env: Readonly<Record<string, string>>,
  bundle = shipped,
): Promise<PredictProcess> {
  const PORT = String(await freePort());
  const started = performance.now();
  const child = spawn(process.execPath, [bundle], {
    env: {
      PATH: process.env.PATH,
      FUNCTION: 'predict',
      PORT,
      HOST: '127.0.0.1',
      ACCESS: 'loopback',
      LOG_LEVEL: 'warn',
      S3_ENDPOINT: s3.endpoint,
      S3_ACCESS_KEY: s3.accessKey,
      S3_SECRET_KEY: s3.secretKey,
      ...env,
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return { url: `http://127.0.0.1:${PORT}`, child, started };
}

/** @throws when it ends before it answers */
export async function untilOk({ url, child }: PredictProcess, path: string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the predictor ended with ${child.exitCode}`);
    const answer = await fetch(url + path).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok) return;
    await sleep(2);
  }
}

export async function end({ child }: PredictProcess): Promise<void> {
  child.kill('SIGTERM');
  if (child.exitCode === null) await once(child, 'exit');
}
