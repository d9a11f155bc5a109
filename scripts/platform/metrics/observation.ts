/** What the platform tells those who watch it: for progress on a terminal, and for tests. */

export type Observation =
  | {
      readonly kind: 'pod';
      readonly service: string;
      readonly revision: string;
      readonly pod: string;
      readonly pid: number;
      readonly state: 'started' | 'ready' | 'stopping' | 'ended';
      /** On ready: since the start. */
      readonly ms?: number;
      /** On ended: exit status, or the signal that killed it. */
      readonly code?: number | string;
    }
  | {
      readonly kind: 'received';
      readonly broker: string;
      readonly type: string;
      readonly id: string;
    }
  | {
      readonly kind: 'delivery';
      readonly trigger: string;
      readonly type: string;
      readonly id: string;
      readonly attempt: number;
      readonly status: number;
      readonly ms: number;
    }
  | {
      readonly kind: 'dead-letter';
      readonly trigger: string;
      readonly type: string;
      readonly id: string;
      readonly status: number;
      readonly error: string;
    }
  | {
      readonly kind: 'lost';
      readonly trigger: string;
      readonly type: string;
      readonly id: string;
      readonly error: string;
    }
  | {
      readonly kind: 'log';
      readonly service: string;
      readonly pod: string;
      readonly line: string;
    };

export type Observe = (observation: Observation) => void;
