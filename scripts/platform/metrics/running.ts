/** What the metrics look at when they are asked: the pods there are, and how each revision stands. */

export interface RunningPod {
  readonly service: { readonly name: string };
  readonly revision: {
    readonly name: string;
    readonly template: { readonly metadata?: { readonly labels?: Readonly<Record<string, string>> } };
  };
  readonly pod: {
    readonly name: string;
    readonly port: number;
    readonly state: string;
    readonly inFlight: number;
  };
}

/** A revision's pods by state, and its requests at once: in flight, waiting, and on average over two windows. */
export interface Scale {
  readonly ready: number;
  readonly notReady: number;
  readonly pending: number;
  readonly terminating: number;
  readonly desired: number;
  readonly requested: number;
  readonly stable: number;
  readonly panic: number;
  readonly isPanicking: boolean;
  readonly target: number;
  readonly demand: number;
  readonly active: number;
  readonly queued: number;
}

export interface Running {
  pods(): readonly RunningPod[];
  /** Revisions at zero too. */
  scales(): readonly (Pick<RunningPod, 'service'> & {
    readonly revision: { readonly name: string };
    readonly status: Scale;
  })[];
}
