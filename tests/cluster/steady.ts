/** Predictions asked for at a steady rate, whether or not the ones before have been answered. */
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { quantile } from '../../shared/stats/quantile.ts';
import { credential, hostOf, house, ingress } from './calls.ts';

export interface SteadyOptions {
  /** Requests a second. */
  readonly rate: number;
  readonly seconds: number;
  /** Where, instead of through the ingress. */
  readonly at?: string;
}

/** @returns milliseconds from the moment at which each request was due to its answer. @throws when one fails */
export async function steady({ rate, seconds, at }: SteadyOptions): Promise<number[]> {
  const host = await hostOf('predict-realtor');
  const url = new URL('/predict', at ?? (await ingress()));
  const agent = new Agent({ keepAlive: true });
  const body = JSON.stringify(house);
  const headers = {
    ...(await credential()),
    host,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  };
  const started = performance.now();
  const ask = (due: number): Promise<number> =>
    new Promise((resolve, reject) => {
      const sent = request(url, { method: 'POST', agent, headers }, (answer) => {
        answer.resume().on('end', () => {
          if (answer.statusCode === 200) resolve(performance.now() - due);
          else reject(new Error(`${url} answered ${answer.statusCode}`));
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  const asked: Promise<number>[] = [];
  for (let index = 0; index < rate * seconds; index++) {
    const due = started + (index * 1000) / rate;
    await pause(Math.max(0, due - performance.now()));
    asked.push(ask(due));
  }
  try {
    return await Promise.all(asked);
  } finally {
    agent.destroy();
  }
}

export const p95Of = (milliseconds: readonly number[]): number =>
  quantile(Float64Array.from(milliseconds).sort(), 0.95);
