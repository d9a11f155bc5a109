/** When a new process may be asked: its probe answers. Or why it never will. */
import { get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Child, Ended } from '../processes/child.ts';
import { lastWords } from './last-words.ts';

/** Somebody else ended the process before it was ready: that says nothing of what it runs. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

export interface Probed {
  readonly name: string;
  readonly port: number;
  readonly path: string;
  readonly withinMs: number;
  readonly headers: Readonly<Record<string, string>>;
  /** What the process wrote last, for the reason why it ended. */
  readonly lastLines: readonly string[];
}

const EVERY_MS = 15;

/** @throws when the process ends before its probe succeeds (Killed: by SIGKILL), or takes too long */
export async function becomeReady(child: Child, probed: Probed): Promise<void> {
  const { name, path, withinMs } = probed;
  const deadline = Date.now() + withinMs;
  let ended: Ended | undefined;
  child.exited.then((how) => {
    ended = how;
  });
  let answer = 'nothing listens';
  while (!ended && Date.now() < deadline) {
    answer = await probe(probed);
    if (answer === 'ok') return;
    await sleep(EVERY_MS);
  }
  throw ended
    ? endedEarly(probed, ended)
    : new Error(`${name} is not ready after ${withinMs / 1000} s: ${path}: ${answer}`);
}

function endedEarly({ name, lastLines }: Probed, { signal, code }: Ended): Error {
  if (signal === 'SIGKILL') return new Killed(`${name} was killed before it was ready`);
  return new Error(
    `${name} ended before it was ready (${signal ?? `status ${code}`}): ${lastWords(lastLines)}`,
  );
}

function probe({ port, path, headers }: Probed): Promise<string> {
  return new Promise((resolve) => {
    const request = get(
      { host: '127.0.0.1', port, path, headers, timeout: 1000, agent: false },
      (response) => {
        response.resume();
        const { statusCode = 0 } = response;
        resolve(statusCode >= 200 && statusCode < 400 ? 'ok' : `status ${statusCode}`);
      },
    );
    request.on('timeout', () => request.destroy(new Error('no answer within a second')));
    request.on('error', (error) => resolve(error.message));
  });
}
