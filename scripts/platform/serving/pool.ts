/**
 * The pods of one revision: requests wait here while there is none (Knative's activator), pods start as concurrency
 * asks for them, and go when none was needed for the window (its autoscaler).
 */
import type { Scale } from '../metrics/running.ts';
import { Crashes, MAX_CRASHES } from './crashes.ts';
import { Load } from './load.ts';
import type { Pod } from './pod.ts';
import { Killed } from './probe.ts';
import { Queue } from './queue.ts';
import { type ReplicaOptions, Replicas } from './replicas.ts';
import type { RevisionSettings } from './settings.ts';

/** Told to whoever asked: 503. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}

export interface Lease {
  readonly pod: Pod;
  release(): void;
  /** The connection broke: gives no further requests to this pod until it is clear whether it lives. */
  suspect(): void;
}

export interface PoolOptions extends ReplicaOptions {
  readonly maxWaiting?: number;
}

/** As many as Knative's activator holds. */
const MAX_WAITING = 10_000;
/** The end of a process is known this long after its connections broke. */
const REST_MS = 100;

export class Pool {
  readonly settings: RevisionSettings;
  /** Without traffic it needs no pods, whatever its minimum. */
  isRouted = true;
  private readonly revision: string;
  private readonly maxWaiting: number;
  private readonly replicas: Replicas;
  private readonly load: Load;
  private readonly waiting = new Queue<Lease>();
  private readonly crashes = new Crashes();
  private inFlight = 0;
  private closed = false;

  constructor({ maxWaiting = MAX_WAITING, ...options }: PoolOptions) {
    const { idleMs: windowMs, target } = options.settings;
    this.settings = options.settings;
    this.revision = options.revision;
    this.maxWaiting = maxWaiting;
    this.replicas = new Replicas(options, () => this.scale());
    this.load = new Load({ windowMs, target, now: performance.now() });
  }

  get pods(): ReadonlySet<Pod> {
    return this.replicas.pods;
  }

  /** Why its pods end before they are ready, when they do so again and again. */
  get failure(): string | undefined {
    return this.crashes.reason;
  }

  /** A place at a ready pod; waits for one. @throws Unavailable when too many wait, or no pod gets ready. */
  acquire(): Promise<Lease> {
    const { length: before } = this.waiting;
    if (this.closed) return Promise.reject(this.stopping());
    if (before >= this.maxWaiting)
      return Promise.reject(new Unavailable(`${this.revision} has ${before} requests waiting`));
    const pod = before === 0 ? this.free() : undefined;
    const lease = pod ? Promise.resolve(this.lease(pod)) : this.waiting.join();
    this.scale();
    return lease;
  }

  /** Gets `initialScale` pods ready. @throws with the reason when they do not become so. */
  async prove(): Promise<void> {
    const deadline = Date.now() + this.settings.readyWithinMs;
    let error: Error | undefined;
    for (let failures = 0; failures < MAX_CRASHES && !this.closed && Date.now() < deadline; ) {
      error = await this.initialPods();
      if (!error) return;
      if (!(error instanceof Killed)) failures++;
    }
    throw error ?? this.stopping();
  }

  /** Called every second: what was not needed over the window goes. */
  tick(now = Date.now()): void {
    this.note();
    this.load.sample(this.replicas.count('ready'), performance.now());
    const spare = Math.max(0, this.pods.size - this.retained);
    const idle = this.replicas.idleSince(now - this.settings.idleMs);
    for (const pod of idle.slice(0, spare)) void this.replicas.stop(pod);
    this.scale();
  }

  /** How the revision stands: its pods, and what is asked of them. */
  status(): Scale {
    const { pending } = this.replicas;
    const [ready, notReady] = [this.replicas.count('ready'), this.replicas.count('starting')];
    return {
      ready,
      notReady,
      pending,
      terminating: this.replicas.count('stopping'),
      desired: this.retained,
      requested: ready + notReady + pending,
      ...this.load.view(performance.now()),
      target: this.settings.target,
      demand: this.demand,
      active: this.inFlight,
      queued: this.waiting.length,
    };
  }

  /** Who waits is turned away, what is in flight ends. @param graceMs in which all must be over */
  async stop(graceMs?: number): Promise<void> {
    this.closed = true;
    this.waiting.refuse(this.stopping());
    await this.replicas.stopAll(graceMs);
  }

  private stopping(): Unavailable {
    return new Unavailable(`${this.revision} is being stopped`);
  }

  private get demand(): number {
    return this.inFlight + this.waiting.length;
  }

  /** Pods that the highest demand of the window asks for. */
  private get retained(): number {
    return this.wanted(this.load.peak());
  }

  private wanted(demand: number): number {
    const { target, minScale, maxScale } = this.settings;
    return Math.min(maxScale, Math.max(this.isRouted ? minScale : 0, Math.ceil(demand / target)));
  }

  private note(): void {
    this.load.set(this.demand, performance.now());
  }

  private scale(): void {
    this.note();
    if (this.closed || this.crashes.isPausing) return;
    for (let missing = this.wanted(this.demand) - this.replicas.live; missing > 0; missing--)
      void this.start();
  }

  /** @returns why one of the pods that a new revision needs did not become ready */
  private async initialPods(): Promise<Error | undefined> {
    const missing = Math.max(0, this.settings.initialScale - this.pods.size - this.replicas.pending);
    const started = Array.from({ length: missing }, () => this.start());
    const there = [...this.pods].map((pod) => pod.ready.then(() => undefined, asError));
    return (await Promise.all([...started, ...there])).find((failed) => failed !== undefined);
  }

  /** @returns why the pod did not become ready */
  private async start(): Promise<Error | undefined> {
    try {
      const pod = await this.replicas.start();
      await pod.ready;
      this.crashes.recovered();
      this.serve();
      return undefined;
    } catch (cause) {
      const error = asError(cause);
      this.crashed(error);
      return error;
    }
  }

  private crashed(error: Error): void {
    if (this.closed) return;
    const pause = this.crashes.count(error);
    setTimeout(() => this.scale(), pause + 1).unref();
    if (this.crashes.areMany && !this.replicas.leastBusy())
      // Why is for operators: in the log, and in the conditions of the revision.
      this.waiting.refuse(new Unavailable(`${this.revision} is not available`));
  }

  /** A pod with a place. */
  private free(): Pod | undefined {
    const pod = this.replicas.leastBusy();
    return pod && pod.inFlight < this.settings.limit ? pod : undefined;
  }

  private lease(pod: Pod): Lease {
    pod.take();
    this.inFlight++;
    let held = true;
    return {
      pod,
      release: () => {
        if (held) this.released(pod);
        held = false;
      },
      suspect: () => {
        pod.restsUntil = Date.now() + REST_MS;
        setTimeout(() => this.serve(), REST_MS + 1).unref();
      },
    };
  }

  private released(pod: Pod): void {
    pod.give();
    this.inFlight--;
    this.note();
    this.serve();
  }

  /** Gives what waits to the pods that have a place. */
  private serve(): void {
    while (this.waiting.length > 0) {
      const pod = this.free();
      if (!pod) return;
      this.waiting.next(this.lease(pod));
    }
  }
}

const asError = (cause: unknown): Error => (cause instanceof Error ? cause : new Error(String(cause)));
