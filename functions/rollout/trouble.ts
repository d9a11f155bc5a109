/** Why the pods of a revision are not ready: what their containers died of, or wait for. */
import type { ContainerStatus, Pod } from '../../shared/runtime/knative/api.ts';

/** On the way, no trouble. */
const STARTING = new Set(['ContainerCreating', 'PodInitializing']);

/** @returns undefined when nothing is seen of them that would explain it */
export function troubleOf(pods: readonly Pod[]): string | undefined {
  for (const status of pods.flatMap((pod) => pod.status?.containerStatuses ?? [])) {
    const trouble = troubleOfContainer(status);
    if (trouble) return trouble;
  }
  return undefined;
}

function troubleOfContainer({ state, lastState }: ContainerStatus): string | undefined {
  const ended = state?.terminated ?? lastState?.terminated;
  if (ended && ended.exitCode !== 0) {
    const complaint = complaintIn(ended.message ?? '');
    return `its container ended with ${ended.exitCode}${complaint ? `: ${complaint}` : ''}`;
  }
  const { reason, message } = state?.waiting ?? {};
  if (!reason || STARTING.has(reason)) return undefined;
  return message ? `${reason}: ${message}` : reason;
}

/** Of what Node prints at its end the line before the stack, which says what was thrown; else the last line. */
function complaintIn(output: string): string | undefined {
  const [, thrown] = /^(\S.*)\n\s+at /m.exec(output) ?? [];
  return thrown ?? output.trim().split('\n').at(-1);
}
