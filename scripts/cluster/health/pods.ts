/** Why a pod does not run: what its containers wait for or died of, or why it has no node. */
import type { Resource } from '../resource.ts';

interface ContainerStatus {
  readonly name: string;
  readonly ready?: boolean;
  readonly restartCount?: number;
  readonly state?: {
    readonly waiting?: { readonly reason?: string; readonly message?: string };
    readonly terminated?: Ended;
  };
  readonly lastState?: { readonly terminated?: Ended };
}

interface Ended {
  readonly reason?: string;
  readonly exitCode?: number;
  readonly message?: string;
}

/** On the way, no trouble. */
const STARTING = new Set(['ContainerCreating', 'PodInitializing']);

/** @returns undefined for a pod that runs, starts, ends or has ended well */
export function troubleOf(pod: Resource): string | undefined {
  const {
    phase,
    conditions = [],
    containerStatuses = [],
  } = (pod.status ?? {}) as {
    phase?: string;
    conditions?: readonly { type: string; status: string; message?: string }[];
    containerStatuses?: readonly ContainerStatus[];
  };
  if (phase === 'Succeeded' || 'deletionTimestamp' in pod.metadata) return undefined;
  const unscheduled = conditions.find(({ type, status }) => type === 'PodScheduled' && status === 'False');
  if (unscheduled) return `no node takes it: ${unscheduled.message ?? 'no reason given'}`;
  for (const status of containerStatuses) {
    const trouble = troubleOfContainer(status);
    if (trouble) return trouble;
  }
  return undefined;
}

function troubleOfContainer({ state, lastState, restartCount = 0 }: ContainerStatus): string | undefined {
  const { waiting, terminated } = state ?? {};
  const died = terminated ?? lastState?.terminated;
  if (waiting?.reason && !STARTING.has(waiting.reason)) {
    const because = waiting.reason === 'CrashLoopBackOff' && died ? deathOf(died) : waiting.message;
    return [waiting.reason, because].filter(Boolean).join(': ');
  }
  if (terminated && terminated.exitCode !== 0) return deathOf(terminated);
  // Runs now, but had died: worth a word only while it is fresh enough to be back in trouble.
  return waiting && died && restartCount > 0 ? deathOf(died) : undefined;
}

const deathOf = ({ reason, exitCode, message }: Ended): string =>
  `${reason === 'OOMKilled' ? 'out of memory (OOMKilled)' : `ended with ${exitCode}`}${message ? `: ${message.trim().slice(-300)}` : ''}`;
