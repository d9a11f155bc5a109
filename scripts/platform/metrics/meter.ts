/** What the parts of the platform tell the metrics as they work. */

export interface Answered {
  readonly service: string;
  readonly revision: string;
  readonly method: string;
  readonly status: number;
  /** From the request to the end of the answer, with the time that it waited for a pod. */
  readonly seconds: number;
  /** Which pod had it, and for how long; none when no pod could be had, or it is gone. */
  readonly at?: { readonly pod: string; readonly seconds: number };
}

export interface Dispatched {
  readonly broker: string;
  /** Of the broker's filter; without one it is the ingress that took the event in. */
  readonly trigger?: string;
  readonly type: string;
  readonly status: number;
  readonly seconds: number;
}

export interface Meter {
  answered(request: Answered): void;
  dispatched(event: Dispatched): void;
  /** How long the filter had an event before it dispatched it. */
  processed(event: Required<Omit<Dispatched, 'status'>>): void;
}
