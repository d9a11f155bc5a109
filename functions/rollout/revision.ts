/** A new revision of a Service, and whether it becomes ready. */
import type { KnativeApi, KnativeService, Revision } from '../../shared/runtime/knative/api.ts';
import { until } from '../../shared/runtime/knative/api.ts';
import {
  CHECKSUM_ANNOTATION,
  type Pin,
  servedBy,
  VERSION_LABEL,
} from '../../shared/runtime/knative/pinned.ts';
import { isObserved } from '../../shared/runtime/knative/served.ts';
import { changeSeen, unchanged } from './change.ts';
import { troubleOf } from './trouble.ts';

export interface Patience {
  /** How long a revision may take to become ready. */
  readonly readyMs: number;
  /** How long Knative has to say that it is not, before that is believed. */
  readonly againstMs: number;
}

export interface Made {
  readonly name: string;
  readonly ready: boolean;
  /** Why it is not. */
  readonly why: string;
  /** The Service as it was changed for it. */
  readonly service: KnativeService;
}

/**
 * Has Knative make a revision that serves this version; it gets no traffic as long as `old` has it.
 * @returns when it is ready, or will not be. A template as it is already makes no new one.
 * @throws ChangedByOther
 */
export async function withPin(
  api: KnativeApi,
  service: KnativeService,
  { version, checksum, containers }: Pin,
  { old, readyMs, againstMs }: Patience & { readonly old: string | undefined },
): Promise<Made> {
  const { name } = service.metadata;
  const changed = await changeSeen(api, service, {
    // A template's own name would have to be new each time; Knative numbers revisions itself.
    template: {
      metadata: {
        name: null,
        labels: { [VERSION_LABEL]: version === undefined ? null : String(version) },
        ...annotated(service, checksum),
      },
      ...(containers ? { spec: { containers } } : {}),
    },
    ...(old ? { traffic: [{ revisionName: old, percent: 100 }] } : {}),
  });
  const seen = await until(() => newest(api, changed, version), {
    timeoutMs: readyMs,
    everyMs: 100,
  });
  if (!seen) return { name, ready: false, why: 'the Service was not reconciled in time', service: changed };
  const verdict = await settled(api, changed, seen, { readyMs, againstMs });
  return {
    name: seen,
    ready: verdict === 'ready',
    why: verdict ?? (await whyNot(api, seen, readyMs)),
    service: changed,
  };
}

/** Nothing where nothing is said and nothing was. */
function annotated({ spec: { template } }: KnativeService, checksum: string | undefined) {
  const said = template.metadata?.annotations?.[CHECKSUM_ANNOTATION];
  return checksum === said ? {} : { annotations: { [CHECKSUM_ANNOTATION]: checksum ?? null } };
}

/**
 * The newest revision, once it serves the version: Knative tells that it has seen the change of a Service before its
 * revision is made, and names the one before until then.
 */
async function newest(
  api: KnativeApi,
  changed: KnativeService,
  version: number | undefined,
): Promise<string | undefined> {
  const now = await unchanged(api, changed);
  const name = now.status?.latestCreatedRevisionName;
  if (!name || !isObserved(now)) return undefined;
  const revision = await api.revision(name);
  return revision && servedBy(revision) === version ? name : undefined;
}

/**
 * A failure counts when it stays: a first pod that is killed makes the revision not ready for the moment until its
 * container is started again.
 * @returns 'ready', the message of a failure, or undefined when it is open to the end
 */
async function settled(
  api: KnativeApi,
  changed: KnativeService,
  name: string,
  { readyMs, againstMs }: Patience,
): Promise<string | undefined> {
  let against: { readonly message: string; readonly since: number } | undefined;
  const verdict = await until(
    async () => {
      await unchanged(api, changed);
      const message = readiness(await api.revision(name));
      if (message === undefined || message === 'ready') {
        against = undefined;
        return message;
      }
      against = { message, since: against?.since ?? Date.now() };
      return Date.now() - against.since >= againstMs ? message : undefined;
    },
    { timeoutMs: readyMs, everyMs: Math.min(250, againstMs) },
  );
  return verdict ?? against?.message;
}

/** 'ready', the message of a failure, or undefined while it is open. */
function readiness(revision: Revision | undefined): string | undefined {
  const ready = revision?.status?.conditions?.find((condition) => condition.type === 'Ready');
  if (ready?.status === 'True') return 'ready';
  return ready?.status === 'False' ? (ready.message ?? ready.reason ?? 'no reason given') : undefined;
}

/** Knative calls a revision "deploying" until its progress deadline, ten minutes: its pods tell more. */
async function whyNot(api: KnativeApi, revision: string, readyMs: number): Promise<string> {
  const late = `not within ${Math.round(readyMs / 1000)} s`;
  const trouble = troubleOf(await api.pods(revision));
  return trouble ? `${late}: ${trouble}` : late;
}
