/**
 * The Services that run: a change of template makes a revision, a revision that is ready takes its traffic, and each
 * has a pool of pods.
 */
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { equal, type Json, threeWayApply } from '../manifests/json.ts';
import type { Service } from '../manifests/schemas.ts';
import type { Meter } from '../metrics/meter.ts';
import type { Observe } from '../metrics/observation.ts';
import { content, liveContent } from './content.ts';
import type { PodSpec } from './pod.ts';
import { Pool, Unavailable } from './pool.ts';
import { revisionSettings } from './settings.ts';
import { loadState, type RevisionState, type ServiceState, type State, saveState } from './state.ts';
import { checkTraffic, latestReady, pickRevision, resolveTraffic } from './traffic.ts';

export interface ClusterOptions {
  /** Where the state is kept. */
  readonly file: string;
  /** Pods that one revision may have on this machine. */
  readonly machineScale: number;
  readonly podSpec: (service: ServiceState, revision: RevisionState) => Pick<PodSpec, 'script' | 'env'>;
  readonly observe: Observe;
  readonly meter: Meter;
  readonly random?: () => number;
}

export type Change = 'ADDED' | 'MODIFIED' | 'DELETED';

/** The new content of a Service, from a manifest or the API. */
export type Content = Pick<Service, 'metadata' | 'spec'>;

/** Revisions without traffic that are kept to go back to. */
const KEPT = 20;

export class Cluster extends EventEmitter<{ service: [Change, ServiceState] }> {
  readonly meter: Meter;
  private readonly options: ClusterOptions;
  private readonly state: State;
  private readonly pools = new Map<string, Pool>();
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(options: ClusterOptions) {
    super();
    this.setMaxListeners(0);
    this.options = options;
    this.meter = options.meter;
    this.state = loadState(options.file);
  }

  /** What the manifests say now: new Services, changed ones, and those that are gone. */
  apply(manifests: readonly Service[]): void {
    for (const manifest of manifests) this.applyOne(manifest);
    const names = new Set(manifests.map(({ metadata }) => metadata.name));
    for (const service of this.services()) if (!names.has(service.name)) this.remove(service);
    for (const service of this.services()) {
      for (const revision of service.revisions)
        if (revision.ready === 'Unknown') void this.prove(service, revision);
    }
    this.timer ??= setInterval(() => {
      this.keepMinimum();
      for (const pool of this.pools.values()) pool.tick();
    }, 1000).unref();
  }

  services(): readonly ServiceState[] {
    return this.state.services;
  }

  service(name: string): ServiceState | undefined {
    return this.state.services.find((service) => service.name === name);
  }

  get resourceVersion(): number {
    return this.state.resourceVersion;
  }

  /** @throws with what is wrong when the content makes no sense. */
  update(service: ServiceState, { metadata, spec }: Content): void {
    if (spec.traffic) checkTraffic(spec.traffic);
    const specChanged = !equal(
      {
        template: service.template,
        traffic: service.traffic,
      } as unknown as Json,
      { template: spec.template, traffic: spec.traffic } as unknown as Json,
    );
    const templateChanged = !equal(service.template as unknown as Json, spec.template as unknown as Json);
    service.labels = metadata.labels ?? {};
    service.annotations = metadata.annotations ?? {};
    if (templateChanged) {
      const revision = this.revise(service, spec.template, 'Unknown');
      void this.prove(service, revision);
    }
    service.template = spec.template;
    service.traffic = spec.traffic;
    if (specChanged) service.generation++;
    this.settle(service);
  }

  /** A place at a pod, of a revision that traffic (or the tag) picks. @throws Unavailable; `lease` may too */
  acquire(service: ServiceState, tag?: string) {
    const { random = Math.random } = this.options;
    const name = pickRevision(service.routes, tag, random());
    const revision = service.revisions.find((candidate) => candidate.name === name);
    if (!revision)
      throw new Unavailable(`${service.name} has no revision that is ready. ${service.routesMessage ?? ''}`);
    const pool = this.pool(service, revision);
    return { revision: revision.name, settings: pool.settings, lease: pool.acquire() };
  }

  /** All pods there are, with what they belong to. */
  pods() {
    return this.services().flatMap((service) =>
      service.revisions.flatMap((revision) =>
        [...(this.pools.get(revision.name)?.pods ?? [])].map((pod) => ({
          service,
          revision,
          pod,
        })),
      ),
    );
  }

  /** Each revision that has pods or may get requests, with how it stands. */
  scales() {
    return this.services().flatMap((service) =>
      service.revisions
        .filter(({ name }) => this.pools.has(name) || isRouted(service, name))
        .map((revision) => ({ service, revision, status: this.pool(service, revision).status() })),
    );
  }

  async stop(graceMs?: number): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await Promise.all([...this.pools.values()].map((pool) => pool.stop(graceMs)));
  }

  private applyOne(manifest: Service): void {
    const live = this.service(manifest.metadata.name);
    if (!live) {
      this.create(manifest);
      return;
    }
    const before = content(live.applied);
    const merged = threeWayApply(before, content(manifest), liveContent(live)) as unknown as Content;
    live.applied = manifest;
    const templateChanged = !equal(live.template as unknown as Json, merged.spec.template as unknown as Json);
    // On one machine nothing is started just because the platform is: what was read is taken to be ready.
    if (templateChanged) {
      this.revise(live, merged.spec.template, 'True');
      live.generation++;
    }
    live.template = merged.spec.template;
    this.update(live, merged);
  }

  private create(manifest: Service): void {
    const { metadata, spec } = manifest;
    const service: ServiceState = {
      name: metadata.name,
      uid: randomUUID(),
      createdAt: new Date().toISOString(),
      labels: metadata.labels ?? {},
      annotations: metadata.annotations ?? {},
      generation: 1,
      resourceVersion: 0,
      template: spec.template,
      traffic: spec.traffic,
      applied: manifest,
      revisions: [],
      routes: [],
    };
    this.revise(service, spec.template, 'True');
    this.state.services.push(service);
    this.settle(service, 'ADDED');
  }

  private remove(service: ServiceState): void {
    this.state.services = this.state.services.filter((other) => other !== service);
    for (const { name } of service.revisions) void this.dropPool(name);
    this.changed(service, 'DELETED');
  }

  private revise(
    service: ServiceState,
    template: ServiceState['template'],
    ready: RevisionState['ready'],
  ): RevisionState {
    const generation = (service.revisions.at(-1)?.generation ?? 0) + 1;
    const name = template.metadata?.name ?? `${service.name}-${String(generation).padStart(5, '0')}`;
    if (service.revisions.some((revision) => revision.name === name)) {
      throw new Error(`spec.template.metadata.name: revision ${name} exists already`);
    }
    const revision: RevisionState = {
      name,
      uid: randomUUID(),
      generation,
      template,
      createdAt: new Date().toISOString(),
      ready,
    };
    service.revisions.push(revision);
    return revision;
  }

  /** Starts pods of a new revision; it takes traffic when they are ready. */
  private async prove(service: ServiceState, revision: RevisionState): Promise<void> {
    try {
      await this.pool(service, revision).prove();
      revision.ready = 'True';
      delete revision.message;
    } catch (error) {
      if (this.stopped) return;
      revision.ready = 'False';
      revision.message = (error as Error).message;
    }
    if (!this.stopped) this.settle(service);
  }

  /** Brings routes to what spec.traffic asks; they stay as they were while that cannot be. */
  private settle(service: ServiceState, change: Change = 'MODIFIED'): void {
    try {
      service.routes = resolveTraffic(service.traffic, service.revisions);
      delete service.routesMessage;
    } catch (error) {
      service.routesMessage = (error as Error).message;
    }
    this.prune(service);
    this.changed(service, change);
  }

  private prune(service: ServiceState): void {
    const needed = new Set(service.routes.map(({ revisionName }) => revisionName));
    for (const { revisionName } of service.traffic ?? []) if (revisionName) needed.add(revisionName);
    needed.add(latestReady(service.revisions)?.name ?? '');
    const old = service.revisions.slice(0, -KEPT).filter(({ name }) => !needed.has(name));
    for (const { name } of old) void this.dropPool(name);
    if (old.length > 0) service.revisions = service.revisions.filter((revision) => !old.includes(revision));
  }

  private changed(service: ServiceState, change: Change): void {
    service.resourceVersion = ++this.state.resourceVersion;
    saveState(this.options.file, this.state);
    this.emit('service', change, service);
  }

  private pool(service: ServiceState, revision: RevisionState): Pool {
    let pool = this.pools.get(revision.name);
    if (!pool) {
      pool = new Pool({
        service: service.name,
        revision: revision.name,
        settings: revisionSettings(revision.template, this.options.machineScale),
        podSpec: () => this.options.podSpec(service, revision),
        observe: this.options.observe,
      });
      this.pools.set(revision.name, pool);
    }
    return pool;
  }

  /** A pool is made by the first request; one that is to have pods without any has to be there before. */
  private keepMinimum(): void {
    for (const service of this.services()) {
      for (const revision of service.revisions) {
        const routed = isRouted(service, revision.name);
        const pool = this.pools.get(revision.name);
        if (pool) pool.isRouted = routed;
        else if (routed) this.pool(service, revision);
      }
    }
  }

  private async dropPool(name: string): Promise<void> {
    const pool = this.pools.get(name);
    this.pools.delete(name);
    await pool?.stop();
  }
}

const isRouted = ({ routes }: ServiceState, revision: string): boolean =>
  routes.some(({ revisionName }) => revisionName === revision);
