/**
 * A person who moves all of the traffic to another version by hand has made it production: the tables follow. A mix is
 * left as it was set, and what was in production stays so.
 */
import { derivedId, type Event } from '../../shared/events/event.ts';
import { TRAFFIC, versionRequested } from '../../shared/events/types.ts';
import type { KnativeApi, KnativeService } from '../../shared/runtime/knative/api.ts';
import {
  isObserved,
  predictorOf,
  type Share,
  sharesOf,
  soleVersion,
} from '../../shared/runtime/knative/served.ts';
import type { Logger } from '../../shared/runtime/log.ts';
import { type Cause, owe, sendOwed } from '../../shared/runtime/outbox.ts';
import { type Trace, traceHeaders } from '../../shared/runtime/trace.ts';
import { isUnderWay } from '../../shared/runtime/under-way.ts';
import type { Sql, Transaction } from '../../shared/store/database.ts';
import { rolloutLock } from '../../shared/tracking/production.ts';
import { productionVersion, versionNumbered } from '../../shared/tracking/versions.ts';

export interface Adopting {
  readonly sql: Sql;
  readonly api: KnativeApi;
  readonly sink: string;
  readonly log: Logger;
  readonly trace: Trace;
}

const SOURCE = '/marea/reconcile';

/** Asks `rollout` to make production what serves alone. @returns whether there was a need to */
export async function adoptTraffic(adopting: Adopting, dataset: string): Promise<boolean> {
  const { sql, sink } = adopting;
  const cause = (await sql.begin((tx) => oweRequest(tx, adopting, dataset))) as Cause | undefined;
  if (cause) await sendOwed(sql, cause, sink);
  return cause !== undefined;
}

/** Looks at the traffic when nobody is at work on it, so that a rollout of ours is not taken for a person. */
async function oweRequest(tx: Transaction, adopting: Adopting, dataset: string): Promise<Cause | undefined> {
  if (!(await isAtRest(tx, dataset))) return undefined;
  const service = await adopting.api.service(predictorOf(dataset));
  if (!service || !isObserved(service)) return undefined;
  const shares = await sharesOf(adopting.api, service);
  const version = soleVersion(shares);
  if (version === undefined || (await productionVersion(tx, dataset))?.version === version) return undefined;
  if (!(await versionNumbered(tx, dataset, version))) {
    adopting.log.warn({ dataset, version }, 'the traffic is at a version that is not registered');
    return undefined;
  }
  const event = request(adopting, dataset, service, { version, shares });
  const cause: Cause = { stage: 'reconcile', source: SOURCE, id: event.id };
  await owe(tx, cause, [event]);
  return cause;
}

/** No rollout is under way, and none was interrupted: that one comes to its end by itself, or waits in dead letters. */
async function isAtRest(tx: Transaction, dataset: string): Promise<boolean> {
  const [lock] = await tx<{ free: boolean }[]>`
    select pg_try_advisory_xact_lock(hashtextextended(${rolloutLock(dataset)}, 0)) as free`;
  return lock?.free === true && !(await isUnderWay(tx, 'rollout', dataset, SOURCE));
}

/** The same for the same state of the Service: one that was asked for is not asked for again. */
function request(
  { trace }: Adopting,
  dataset: string,
  { metadata: { name, uid, generation } }: KnativeService,
  { version, shares }: { readonly version: number; readonly shares: readonly Share[] },
): Event {
  const revisions = shares.map(({ revision }) => revision).join(' and ');
  const state = { source: SOURCE, id: [name, uid, generation, version].join(' ') };
  return {
    id: derivedId(state, versionRequested.type),
    source: SOURCE,
    type: versionRequested.type,
    time: new Date().toISOString(),
    dataset,
    ...traceHeaders(trace),
    data: { version, by: TRAFFIC, reason: `traffic was moved by hand: all of it is at ${revisions}` },
  };
}
