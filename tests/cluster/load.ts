/** Requests for predictions over many connections at once, as clients that wait for an answer before they ask again. */
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { credential, hostOf, house, ingress } from './calls.ts';

export interface Answer {
  /** Seconds after the beginning at which it came. */
  readonly at: number;
  readonly milliseconds: number;
  /** 0: there was none. */
  readonly status: number;
}

export interface LoadOptions {
  readonly connections: number;
  /** How long a connection rests between an answer and the next request. */
  readonly restMs: number;
  readonly goOn: (seconds: number) => boolean;
}

/** Every connection's answers, when the load is over. */
export async function load({ connections, restMs, goOn }: LoadOptions): Promise<Answer[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const [url, host, key] = await Promise.all([ingress(), hostOf('predict-realtor'), credential()]);
  const body = JSON.stringify(house);
  const headers = {
    ...key,
    host,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  };
  const answers: Answer[] = [];
  const started = performance.now();
  const elapsed = (): number => (performance.now() - started) / 1000;
  const ask = (): Promise<number> =>
    new Promise((resolve) => {
      const sent = request(`${url}/predict`, { method: 'POST', agent, headers }, (answer) =>
        answer.resume().on('end', () => resolve(answer.statusCode ?? 0)),
      );
      sent.on('error', () => resolve(0));
      sent.end(body);
    });
  const connection = async (): Promise<void> => {
    while (goOn(elapsed())) {
      const begun = performance.now();
      const status = await ask();
      answers.push({ at: elapsed(), milliseconds: performance.now() - begun, status });
      await pause(restMs);
    }
  };
  await Promise.all(Array.from({ length: connections }, connection));
  agent.destroy();
  return answers;
}
