/** A run, as MLflow's clients see one. */
import type { RunStatus as Ended } from '../runs.ts';
import type { Entry } from './batch.ts';
import type { Lifecycle } from './experiments.ts';

export type RunStatus = Ended | 'SCHEDULED';

export interface RunHead {
  readonly id: string;
  /** Id of its experiment. */
  readonly experiment: string;
  readonly name: string;
  /** As its client says it. */
  readonly user: string | null;
  readonly status: RunStatus;
  /** Milliseconds since 1970. */
  readonly started: number;
  readonly ended: number | null;
  readonly lifecycle: Lifecycle;
}

export interface Run extends RunHead {
  /** Name of its experiment, which says whose it is. */
  readonly owner: string;
  /** The last point of each; the others are a null where there are none. */
  readonly metrics:
    | readonly {
        readonly key: string;
        readonly value: number | string;
        readonly timestamp: number;
        readonly step: number;
      }[]
    | null;
  readonly params: readonly Entry[] | null;
  readonly tags: readonly Entry[] | null;
  readonly inputs: readonly RunInput[] | null;
  readonly modelInputs: readonly { readonly model_id: string }[] | null;
  readonly outputs: readonly { readonly model_id: string; readonly step: number }[] | null;
}

/** Data that a run has used. */
export interface RunInput {
  readonly name: string;
  readonly digest: string;
  readonly source_type: string;
  readonly source: string;
  readonly schema: string | null;
  readonly profile: string | null;
  readonly tags: Readonly<Record<string, string>> | null;
}
