/** What a route needs of its caller: the one table from which refusals, documentation and tests are made. */
import type { Role } from '../../access/roles.ts';

export interface Need {
  /** Any one of these will do; 'anybody' needs no credential, 'platform' is a broker, a source or the platform itself. */
  readonly roles: readonly Role[] | 'anybody' | 'platform';
  /** Whether it changes something that a page of another site may not touch. */
  readonly changes: boolean;
  /** In words. */
  readonly to: string;
}

const READERS = ['viewer', 'scientist', 'promoter', 'operator', 'admin'] as const;
const CALLERS = ['caller', 'scientist', 'admin'] as const;

export const NEEDS = {
  /** Probes, which Kubernetes sends without a key. */
  nothing: { roles: 'anybody', changes: false, to: 'see whether it is up' },
  /** Who is not yet anybody. */
  signIn: { roles: 'anybody', changes: true, to: 'sign in' },
  /** For whoever collects them: straight at the pod, where the network lets few in; through the gateway for readers. */
  scrape: { roles: READERS, changes: false, to: 'read metrics' },
  /** Nobody else has to come. */
  event: { roles: 'platform', changes: true, to: 'deliver an event' },
  describe: { roles: ['caller', ...READERS], changes: false, to: 'read what a model is and takes' },
  predict: { roles: CALLERS, changes: false, to: 'ask a model and tell what turned out to be true' },
  /** Readers see all, others their own. */
  history: { roles: ['caller', ...READERS], changes: false, to: 'read predictions' },
  view: { roles: READERS, changes: false, to: 'read how the platform and its data stand' },
  ingest: { roles: ['scientist', 'operator', 'admin'], changes: true, to: 'offer a batch' },
  train: { roles: ['scientist', 'admin'], changes: true, to: 'ask for a training' },
  /** What a notebook does with MLflow's client. */
  log: { roles: ['scientist', 'admin'], changes: true, to: 'log runs and register models' },
  /** What it comes to decides which of `log` and `promote` it needs: the handler asks. */
  appoint: {
    roles: ['scientist', 'promoter', 'admin'],
    changes: true,
    to: 'name a version by alias or stage',
  },
  promote: { roles: ['promoter', 'admin'], changes: true, to: 'bring a version into production' },
  operate: { roles: ['operator', 'admin'], changes: true, to: 'mend and reset' },
  administer: { roles: ['admin'], changes: true, to: 'make and revoke keys' },
} as const satisfies Readonly<Record<string, Need>>;

export type Needs = keyof typeof NEEDS;

/** Where a request names the data set that it is about, for which its caller has to have the role. */
export type About =
  /** The data set of the Service, DATASET. */
  | 'own'
  /** The first `*` of the route. */
  | 'path'
  /** ?dataset= */
  | 'query'
  /** Somewhere in the body: the handler asks, with mustReach(). */
  | 'body'
  /** Several: the handler answers for those that the caller reaches. */
  | 'each'
  /** The platform: the caller has to have the role for all data sets. */
  | 'all';
