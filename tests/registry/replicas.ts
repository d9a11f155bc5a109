/** Replicas of the registry as processes, of which one after the other is killed and started again. */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type FunctionProcess, spawnFunction, untilOk } from '../../scripts/benchmarks/function-process.ts';

export interface Replicas {
  /** The address of one of them, by turns; whether it is up or not. */
  readonly any: () => string;
  /** Kills one, whatever it is doing, and waits until there is another that answers in its place. */
  replace(index: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startReplicas(count: number, env: Readonly<Record<string, string>>): Promise<Replicas> {
  const start = async (): Promise<FunctionProcess> => {
    const started = await spawnFunction('registry', env);
    await untilOk(started, '/health');
    return started;
  };
  const all = await Promise.all(Array.from({ length: count }, start));
  let turn = 0;
  return {
    any: () => (all[turn++ % all.length] as FunctionProcess).url,
    async replace(index) {
      await killed(all[index] as FunctionProcess);
      all[index] = await start();
    },
    async stop() {
      await Promise.all(all.map(killed));
    },
  };
}

async function killed({ child }: FunctionProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** Kills one at random, again and again, until `enough` says so. */
export async function killAtRandom(
  replicas: Replicas,
  count: number,
  random: () => number,
  enough: (kills: number) => boolean,
): Promise<number> {
  let kills = 0;
  for (; !enough(kills); kills++) {
    await sleep(100 + 300 * random());
    await replicas.replace(Math.floor(random() * count));
  }
  return kills;
}
