/** The pools of all revisions: made when one is first needed, dropped with the revision. */
import type { Observe } from '../metrics/observation.ts';
import type { PodSpec } from './pod.ts';
import { Pool } from './pool.ts';
import { revisionSettings } from './settings.ts';
import type { RevisionState, ServiceState } from './state.ts';

export interface PoolsOptions {
  /** Pods that one revision may have on this machine. */
  readonly machineScale: number;
  readonly podSpec: (service: ServiceState, revision: RevisionState) => Pick<PodSpec, 'script' | 'env'>;
  readonly observe: Observe;
}

export class Pools {
  private readonly options: PoolsOptions;
  private readonly pools = new Map<string, Pool>();

  constructor(options: PoolsOptions) {
    this.options = options;
  }

  of(service: ServiceState, revision: RevisionState): Pool {
    const known = this.pools.get(revision.name);
    if (known) return known;
    const { machineScale, podSpec, observe } = this.options;
    const pool = new Pool({
      service: service.name,
      revision: revision.name,
      settings: revisionSettings(revision.template, machineScale),
      podSpec: () => podSpec(service, revision),
      observe,
    });
    this.pools.set(revision.name, pool);
    return pool;
  }

  /** All pods there are, with what they belong to. */
  pods(services: readonly ServiceState[]) {
    return revisionsOf(services).flatMap(({ service, revision }) =>
      [...(this.pools.get(revision.name)?.pods ?? [])].map((pod) => ({ service, revision, pod })),
    );
  }

  /** Why the pods of a revision do not become ready. */
  failure(revision: string): string | undefined {
    return this.pools.get(revision)?.failure;
  }

  /** Each revision that has pods or may get requests, with how it stands. */
  scales(services: readonly ServiceState[]) {
    return revisionsOf(services)
      .filter(({ service, revision: { name } }) => this.pools.has(name) || isRouted(service, name))
      .map(({ service, revision }) => ({ service, revision, status: this.of(service, revision).status() }));
  }

  /** Called every second. */
  tick(services: readonly ServiceState[]): void {
    for (const { service, revision } of revisionsOf(services)) this.keepMinimum(service, revision);
    for (const pool of this.pools.values()) pool.tick();
  }

  async drop(revision: string): Promise<void> {
    const pool = this.pools.get(revision);
    this.pools.delete(revision);
    await pool?.stop();
  }

  async stop(graceMs?: number): Promise<void> {
    await Promise.all([...this.pools.values()].map((pool) => pool.stop(graceMs)));
  }

  /** A pool is made by the first request; one that is to have pods without any has to be there before. */
  private keepMinimum(service: ServiceState, revision: RevisionState): void {
    const routed = isRouted(service, revision.name);
    const pool = this.pools.get(revision.name);
    if (pool) pool.isRouted = routed;
    else if (routed) this.of(service, revision);
  }
}

const revisionsOf = (services: readonly ServiceState[]) =>
  services.flatMap((service) => service.revisions.map((revision) => ({ service, revision })));

const isRouted = ({ routes }: ServiceState, revision: string): boolean =>
  routes.some(({ revisionName }) => revisionName === revision);
