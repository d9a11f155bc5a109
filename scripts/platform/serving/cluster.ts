/**
 * The Services that run: a change of template makes a revision, a revision that is ready takes its traffic, and each
 * has a pool of pods.
 */
import { EventEmitter } from 'node:events';
import { equal } from '../manifests/json.ts';
import type { Service } from '../manifests/schemas.ts';
import type { Meter } from '../metrics/meter.ts';
import { reapplied } from './content.ts';
import { type Pool, Unavailable } from './pool.ts';
import { Pools, type PoolsOptions } from './pools.ts';
import { newService, prune, revise } from './revisions.ts';
import { loadState, type RevisionState, type ServiceState, type State, saveState } from './state.ts';
import { checkTraffic, pickRevision, resolveTraffic } from './traffic.ts';

export interface ClusterOptions extends PoolsOptions {
  /** Where the state is kept. */
  readonly file: string;
  readonly meter: Meter;
  readonly random?: () => number;
}

export type Change = 'ADDED' | 'MODIFIED' | 'DELETED';

/** The new content of a Service, from a manifest or the API. */
export type Content = Pick<Service, 'metadata' | 'spec'>;

/** The revision that a request goes to. */
export interface Picked extends Pick<Pool, 'settings'> {
  readonly revision: string;
  readonly acquire: Pool['acquire'];
}

export class Cluster extends EventEmitter<{ service: [Change, ServiceState] }> {
  readonly meter: Meter;
  private readonly options: ClusterOptions;
  private readonly state: State;
  private readonly pools: Pools;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private isSaved = true;

  constructor(options: ClusterOptions) {
    super();
    this.setMaxListeners(0);
    this.options = options;
    this.meter = options.meter;
    this.pools = new Pools(options);
    this.state = loadState(options.file);
  }

  /** What the manifests say now: new Services, changed ones, and those that are gone. */
  apply(manifests: readonly Service[]): void {
    for (const manifest of manifests) {
      const live = this.service(manifest.metadata.name);
      if (live) this.reapply(live, manifest);
      else this.create(manifest);
    }
    const names = new Set(manifests.map(({ metadata }) => metadata.name));
    for (const service of this.services()) if (!names.has(service.name)) this.remove(service);
    for (const service of this.services())
      for (const revision of service.revisions)
        if (revision.ready === 'Unknown') void this.prove(service, revision);
    this.timer ??= setInterval(() => this.tick(), 1000).unref();
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
    const isNewTemplate = !equal(service.template, spec.template);
    if (isNewTemplate || !equal(service.traffic, spec.traffic)) service.generation++;
    service.labels = metadata.labels ?? {};
    service.annotations = metadata.annotations ?? {};
    if (isNewTemplate) void this.prove(service, revise(service, spec.template, 'Unknown'));
    service.template = spec.template;
    service.traffic = spec.traffic;
    this.settle(service);
  }

  /** The revision that traffic (or the tag) picks. @throws Unavailable when none is ready; `acquire` may too */
  pick(service: ServiceState, tag?: string): Picked {
    const { random = Math.random } = this.options;
    const name = pickRevision(service.routes, tag, random());
    const revision = service.revisions.find((candidate) => candidate.name === name);
    if (!revision)
      throw new Unavailable(`${service.name} has no revision that is ready. ${service.routesMessage ?? ''}`);
    const pool = this.pools.of(service, revision);
    return { revision: revision.name, settings: pool.settings, acquire: () => pool.acquire() };
  }

  /** All pods there are, with what they belong to. */
  pods() {
    return this.pools.pods(this.services());
  }

  /** Why the pods of a revision do not become ready. */
  failure(revision: string): string | undefined {
    return this.pools.failure(revision);
  }

  /** Each revision that has pods or may get requests, with how it stands. */
  scales() {
    return this.pools.scales(this.services());
  }

  async stop(graceMs?: number): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.pools.stop(graceMs);
  }

  private tick(): void {
    this.pools.tick(this.services());
    if (!this.isSaved) this.save();
  }

  /** What cannot be written now (the disk is full, say) is written as soon as it can. */
  private save(): void {
    try {
      saveState(this.options.file, this.state);
      this.isSaved = true;
    } catch {
      this.isSaved = false;
    }
  }

  private reapply(live: ServiceState, manifest: Service): void {
    const wanted = reapplied(live, manifest);
    live.applied = manifest;
    // On one machine nothing is started just because the platform is: what was read is taken to be ready.
    if (!equal(live.template, wanted.spec.template)) {
      revise(live, wanted.spec.template, 'True');
      live.generation++;
    }
    live.template = wanted.spec.template;
    this.update(live, wanted);
  }

  private create(manifest: Service): void {
    const service = newService(manifest);
    revise(service, service.template, 'True');
    this.state.services.push(service);
    this.settle(service, 'ADDED');
  }

  private remove(service: ServiceState): void {
    this.state.services = this.state.services.filter((other) => other !== service);
    for (const { name } of service.revisions) void this.pools.drop(name);
    this.changed(service, 'DELETED');
  }

  /** Starts pods of a new revision; it takes traffic when they are ready. */
  private async prove(service: ServiceState, revision: RevisionState): Promise<void> {
    try {
      await this.pools.of(service, revision).prove();
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
    for (const name of prune(service)) void this.pools.drop(name);
    this.changed(service, change);
  }

  private changed(service: ServiceState, change: Change): void {
    service.resourceVersion = ++this.state.resourceVersion;
    this.save();
    this.emit('service', change, service);
  }
}
