/** What a scenario is given, and what it comes to. */
import type { Kubernetes } from '../kubernetes.ts';
import type { RunReport } from '../report.ts';
import type { Settings } from '../settings.ts';
import type { Target } from '../target.ts';

export interface Context {
  readonly target: Target;
  readonly settings: Settings;
  /** undefined when the Kubernetes API cannot be asked; `noKubernetes` says why. */
  readonly kubernetes: Kubernetes | undefined;
  readonly noKubernetes: string | undefined;
  /** A line on how far it is. */
  tell(line: string): void;
}

export type Outcome = Pick<
  RunReport,
  'measured' | 'loop' | 'pods' | 'memory' | 'checks' | 'service' | 'unit' | 'driver' | 'findings'
> & {
  readonly connections: number;
};

export type Scenario = (context: Context) => Promise<Outcome>;
