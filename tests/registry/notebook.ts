/** A notebook that logs while replicas come and go, by the rules of MLflow's client, and remembers what was acknowledged. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answered, ask } from '../../scripts/benchmarks/registry/client.ts';

/** What MLflow's client takes for worth asking again. */
const AGAIN = [408, 429, 500, 502, 503, 504];

export interface Point {
  readonly key: string;
  readonly value: number;
  readonly timestamp: number;
  readonly step: number;
}

/** What the registry has said yes to. */
export interface LoggedRun {
  readonly id: string;
  readonly name: string;
  readonly points: readonly Point[];
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** The address of any replica, as a Service picks it. */
export type AnyReplica = () => string;

/** Undefined where the answer was lost: it may have had its effect, or not. */
async function once(replica: AnyReplica, path: string, value: unknown): Promise<Answered | undefined> {
  try {
    const answer = await ask(replica(), 'POST', path, value);
    return AGAIN.includes(answer.status) ? undefined : answer;
  } catch {
    return undefined;
  }
}

/** Until it is answered: what is asked so may be asked twice. */
async function untilAnswered(replica: AnyReplica, path: string, value: unknown): Promise<void> {
  for (;;) {
    const answer = await once(replica, path, value);
    if (answer?.status === 200) return;
    if (answer) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    await sleep(20);
  }
}

/** A run is not asked for twice: where the answer is lost, another one is. */
async function begun(
  replica: AnyReplica,
  experiment: string,
  name: string,
): Promise<[id: string, name: string]> {
  for (let attempt = 0; ; attempt++) {
    const run_name = `${name}-${attempt}`;
    const asked = { experiment_id: experiment, run_name, start_time: Date.now() };
    const answer = await once(replica, 'runs/create', asked);
    if (answer?.status === 200)
      return [(answer.body.run as { info: { run_id: string } }).info.run_id, run_name];
    if (answer) throw new Error(`runs/create: ${answer.status} ${JSON.stringify(answer.body)}`);
    await sleep(20);
  }
}

const point = (key: string, step: number): Point => ({ key, value: step / 8, timestamp: Date.now(), step });

/** One run: a batch of ten, five points one by one, a param, a tag, and its end. */
export async function logRun(replica: AnyReplica, experiment: string, name: string): Promise<LoggedRun> {
  const [id, given] = await begun(replica, experiment, name);
  const metrics = Array.from({ length: 10 }, (_, i) => point(`m${i % 5}`, i));
  const params = [{ key: 'depth', value: name }];
  await untilAnswered(replica, 'runs/log-batch', { run_id: id, metrics, params, tags: [] });
  const later = Array.from({ length: 5 }, (_, i) => point('m0', 10 + i));
  for (const one of later) await untilAnswered(replica, 'runs/log-metric', { run_id: id, ...one });
  await untilAnswered(replica, 'runs/log-parameter', { run_id: id, key: 'rate', value: '0.1' });
  await untilAnswered(replica, 'runs/set-tag', { run_id: id, key: 'owner', value: name });
  await untilAnswered(replica, 'runs/update', { run_id: id, status: 'FINISHED', end_time: Date.now() });
  return {
    id,
    name: given,
    points: [...metrics, ...later],
    params: { depth: name, rate: '0.1' },
    tags: { owner: name },
  };
}
