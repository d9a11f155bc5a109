/** What the traffic of a predictor is at: model versions, and how much of it each has. */
import type { KnativeApi, KnativeService } from './api.ts';
import { servedBy } from './pinned.ts';

export interface Share {
  readonly revision: string;
  /** undefined where the revision follows production. */
  readonly version: number | undefined;
  /** Above 0. */
  readonly percent: number;
}

/** Name of the Service that predicts for a data set. */
export const predictorOf = (dataset: string): string => `predict-${dataset}`;

/** The shares of the traffic as Knative routes it now. */
export async function sharesOf(
  api: Pick<KnativeApi, 'revision'>,
  { status }: KnativeService,
): Promise<Share[]> {
  const percents = new Map<string, number>();
  for (const { revisionName: name, percent = 0 } of status?.traffic ?? [])
    if (name && percent > 0) percents.set(name, (percents.get(name) ?? 0) + percent);
  return await Promise.all(
    Array.from(percents, async ([revision, percent]) => {
      const found = await api.revision(revision);
      return { revision, version: found && servedBy(found), percent };
    }),
  );
}

/** The one share that is all of it, of a revision pinned to a version, or of several pinned to the same. */
export function soleVersion(shares: readonly Share[]): number | undefined {
  const [first, ...rest] = shares;
  return rest.every(({ version }) => version === first?.version) ? first?.version : undefined;
}

/** Whether Knative has seen what the Service was told last. */
export const isObserved = ({ metadata, status }: KnativeService): boolean =>
  (status?.observedGeneration ?? 0) >= (metadata.generation ?? 0);
