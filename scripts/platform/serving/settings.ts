/** What a revision's template says about how to run and scale it, with Knative's defaults. */

import { scalingOf } from '../manifests/check.ts';
import { goDuration } from '../manifests/durations.ts';
import type { Template } from '../manifests/schemas.ts';

export interface RevisionSettings {
  /** Requests that one pod may have at once. */
  readonly limit: number;
  /** Requests in flight per pod above which another is started. */
  readonly target: number;
  readonly minScale: number;
  readonly maxScale: number;
  /** Pods that a new revision must get ready before it is ready itself. */
  readonly initialScale: number;
  /** A pod that was not needed for so long goes. */
  readonly idleMs: number;
  /** From the first byte to a pod, to the last byte from it. */
  readonly timeoutMs: number;
  readonly probePath: string;
  /** A pod that is not ready by then is taken for broken. */
  readonly readyWithinMs: number;
}

/** Unset, Knative scales without bound; a machine has one. */
const UNBOUNDED = Number.POSITIVE_INFINITY;
const READY_WITHIN_MS = 60_000;

/** `machineScale`: processes that this machine may run of one revision. */
export function revisionSettings(template: Template, machineScale: number): RevisionSettings {
  const scaling = scalingOf(template.metadata?.annotations ?? {});
  const { containerConcurrency = 0, timeoutSeconds = 300 } = template.spec;
  const probe = template.spec.containers[0]?.readinessProbe;
  const goal = Number(scaling.target ?? (containerConcurrency || 100));
  const utilization = Number(scaling['target-utilization-percentage'] ?? 70) / 100;
  const maxScale = Number(scaling['max-scale'] ?? 0) || UNBOUNDED;
  const retention = goDuration(scaling['scale-to-zero-pod-retention-period'] ?? '0s');
  return {
    limit: containerConcurrency || UNBOUNDED,
    // At a limit of one, 70 % of it would start two pods for one request.
    target: Math.max(1, Math.min(goal, containerConcurrency || UNBOUNDED) * utilization),
    minScale: Math.min(Number(scaling['min-scale'] ?? 0), machineScale),
    maxScale: Math.max(1, Math.min(maxScale, machineScale)),
    initialScale: Math.min(Number(scaling['initial-scale'] ?? 1), machineScale),
    idleMs: Math.max(goDuration(scaling.window ?? '60s'), retention),
    timeoutMs: timeoutSeconds * 1000,
    probePath: probe?.httpGet.path ?? '/',
    readyWithinMs: READY_WITHIN_MS,
  };
}
