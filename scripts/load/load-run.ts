/** One run of load against predict: the drivers, with everything that is watched meanwhile. */

import { type Phase, secondsOf } from './arrivals.ts';
import { machineClock } from './clock.ts';
import { closedLoop } from './closed-loop.ts';
import { type LoopDelay, watchLoop } from './fell-behind.ts';
import { httpSender, type LoadRequest } from './http-sender.ts';
import type { Kubernetes } from './kubernetes.ts';
import { type MemorySample, watchMemory } from './memory.ts';
import { openLoop } from './open-loop.ts';
import { type PodCount, watchPods } from './pods.ts';
import { type Measured, recorderFrom } from './recorder.ts';
import type { Target } from './target.ts';
import { warmUp } from './warm-up.ts';

/** How predict is asked: at times of their own, or by connections that wait for their answers. */
export type Plan =
  | { readonly loop: 'open'; readonly phases: readonly Phase[]; readonly connections: number }
  | {
      readonly loop: 'closed';
      readonly connections: number;
      readonly seconds: number;
      readonly restMs: number;
    };

export interface Ran {
  readonly measured: Measured;
  readonly loop: LoopDelay;
  readonly pods?: readonly PodCount[];
  readonly memory?: readonly MemorySample[];
}

export interface Watching {
  /** Without it pods are not counted. */
  readonly kubernetes: Kubernetes | undefined;
  readonly memoryEveryMs?: number;
}

/** The longest that a start from zero takes on a busy machine. */
const TIMEOUT_MS = 30_000;
/** Who waits longer for a connection is not sent any more. */
const PATIENCE_MS = 10_000;
/** A picture has room for some hundreds. */
const WINDOWS = 300;

/** @param next gives the requests; made before, as that asks the function itself */
export async function runLoad(
  target: Target,
  next: () => LoadRequest,
  plan: Plan,
  watching: Watching,
): Promise<Ran> {
  const seconds = plan.loop === 'open' ? secondsOf(plan.phases) : plan.seconds;
  await warmUp(next);
  const sender = httpSender(target.origin, TIMEOUT_MS);
  const start = machineClock.now();
  const loopDelay = watchLoop();
  const pods = watching.kubernetes ? watchPods(watching.kubernetes, target.service, start) : undefined;
  const memory = watching.memoryEveryMs ? watchMemory(target, start, watching.memoryEveryMs) : undefined;
  try {
    const recorder = recorderFrom(machineClock.now(), Math.max(1, Math.ceil(seconds / WINDOWS)));
    const driving = { send: () => sender.send(next()), recorder, clock: machineClock };
    if (plan.loop === 'open') await openLoop({ ...plan, ...driving, patienceMs: PATIENCE_MS });
    else await closedLoop({ ...plan, ...driving });
    return {
      measured: recorder.measured(),
      loop: loopDelay(),
      ...(pods ? { pods: await pods() } : {}),
      ...(memory ? { memory: memory() } : {}),
    };
  } catch (error) {
    await pods?.();
    throw error;
  } finally {
    sender.close();
    memory?.();
  }
}

/** For people: "open loop, 20 to 200 a second over at most 256 connections". */
export function planText(plan: Plan): string {
  if (plan.loop === 'closed')
    return `closed loop, ${plan.connections} connections${plan.restMs > 0 ? `, each resting ${plan.restMs} ms after an answer` : ''}`;
  const rates = plan.phases.map(({ rate }) => rate);
  const [least, most] = [Math.min(...rates), Math.max(...rates)];
  const words = least === most ? `${most}` : `${least} to ${most}`;
  return `open loop, ${words} a second over at most ${plan.connections} connections`;
}
