/**
 * The pods of one revision: requests wait here while there is none (Knative's activator), pods start as concurrency
 * asks for them, and go when none was needed for the window (its autoscaler).
 */
import type { Observe } from '../metrics/observation.ts';
import type { Scale } from '../metrics/running.ts';
import { Load } from './load.ts';
import { Killed, type Pod, type PodSpec, startPod } from './pod.ts';
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

interface Waiting {
  readonly resolve: (lease: Lease) => void;
  readonly reject: (error: Error) => void;
}

export interface PoolOptions {
  readonly service: string;
  readonly revision: string;
  readonly settings: RevisionSettings;
  /** The environment is asked for at each start: it may have changed. */
  readonly podSpec: () => Pick<PodSpec, 'script' | 'env'>;
  readonly observe: Observe;
  readonly maxWaiting?: number;
}

/** As many as Knative's activator holds. */
const MAX_WAITING = 10_000;
/** A revision whose pods ended so many times in a row before they were ready answers 503 instead of waiting. */
const CRASHES = 3;
/** The end of a process is known this long after its connections broke. */
const REST_MS = 100;

export class Pool {
  readonly pods = new Set<Pod>();
  readonly settings: RevisionSettings;
  /** Without traffic it needs no pods, whatever its minimum. */
  isRouted = true;
  private readonly load: Load;
  private readonly options: PoolOptions;
  private readonly waiting: Waiting[] = [];
  private starting = 0;
  private inFlight = 0;
  private crashes = 0;
  private notBefore = 0;
  private closed = false;
  private serial = 0;

  constructor(options: PoolOptions) {
    this.options = options;
    this.settings = options.settings;
    const { idleMs: windowMs, target } = options.settings;
    this.load = new Load({ windowMs, target, now: performance.now() });
  }

  /** A place at a ready pod; waits for one. @throws Unavailable when too many wait, or no pod gets ready. */
  acquire(): Promise<Lease> {
    if (this.closed) return Promise.reject(new Unavailable(`${this.options.revision} is being stopped`));
    if (this.waiting.length >= (this.options.maxWaiting ?? MAX_WAITING)) {
      return Promise.reject(
        new Unavailable(`${this.options.revision} has ${this.waiting.length} requests waiting`),
      );
    }
    const pod = this.waiting.length === 0 ? this.leastBusy() : undefined;
    const lease = pod
      ? Promise.resolve(this.lease(pod))
      : new Promise<Lease>((resolve, reject) => this.waiting.push({ resolve, reject }));
    this.scale();
    return lease;
  }

  /** Gets `initialScale` pods ready. @throws with the reason when they do not become so. */
  async prove(): Promise<void> {
    const deadline = Date.now() + this.settings.readyWithinMs;
    let error: Error | undefined;
    for (let failures = 0; failures < CRASHES && !this.closed && Date.now() < deadline; ) {
      const missing = Math.max(0, this.settings.initialScale - this.pods.size - this.starting);
      const started = Array.from({ length: missing }, () => this.start());
      const there = [...this.pods].map((pod) => pod.ready.then(() => undefined, asError));
      error = (await Promise.all([...started, ...there])).find((failed) => failed !== undefined);
      if (!error) return;
      if (!(error instanceof Killed)) failures++;
    }
    throw error ?? new Unavailable(`${this.options.revision} is being stopped`);
  }

  /** Called every second: what was not needed over the window goes. */
  tick(now = Date.now()): void {
    this.note();
    this.load.sample(this.count('ready'), performance.now());
    const spare = this.pods.size - this.retained;
    const idle = [...this.pods]
      .filter(
        (pod) => pod.state === 'ready' && pod.inFlight === 0 && pod.usedAt <= now - this.settings.idleMs,
      )
      .sort((a, b) => a.usedAt - b.usedAt);
    for (const pod of idle.slice(0, Math.max(0, spare))) void this.stopPod(pod);
    this.scale();
  }

  /** How the revision stands: its pods, and what is asked of them. */
  status(): Scale {
    const [ready, notReady] = [this.count('ready'), this.count('starting')];
    return {
      ready,
      notReady,
      pending: this.starting,
      terminating: this.count('stopping'),
      desired: this.retained,
      requested: ready + notReady + this.starting,
      ...this.load.view(performance.now()),
      target: this.settings.target,
      demand: this.demand,
      active: this.inFlight,
      queued: this.waiting.length,
    };
  }

  async stop(graceMs?: number): Promise<void> {
    this.closed = true;
    for (const { reject } of this.waiting.splice(0)) {
      reject(new Unavailable(`${this.options.revision} is being stopped`));
    }
    await Promise.all([...this.pods].map((pod) => this.stopPod(pod, graceMs)));
  }

  private get demand(): number {
    return this.inFlight + this.waiting.length;
  }

  /** Pods that the highest demand of the window asks for. */
  private get retained(): number {
    return this.wanted(this.load.peak());
  }

  private count(state: Pod['state']): number {
    let count = 0;
    for (const pod of this.pods) if (pod.state === state) count++;
    return count;
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
    if (this.closed || Date.now() < this.notBefore) return;
    const live = [...this.pods].filter((pod) => pod.state === 'starting' || pod.state === 'ready').length;
    for (let missing = this.wanted(this.demand) - live - this.starting; missing > 0; missing--)
      void this.start();
  }

  /** @returns why the pod did not become ready */
  private async start(): Promise<Error | undefined> {
    this.starting++;
    try {
      const pod = await this.startProcess();
      await pod.ready;
      this.crashes = 0;
      this.serve();
      return undefined;
    } catch (cause) {
      const error = asError(cause);
      this.crashed(error);
      return error;
    }
  }

  /** Counts as starting until there is a process to count. */
  private async startProcess(): Promise<Pod> {
    const { service, revision, observe, settings } = this.options;
    const name = `${revision}-${(++this.serial).toString(36)}${Date.now().toString(36).slice(-5)}`;
    try {
      const pod = await startPod({
        name,
        ...this.options.podSpec(),
        probePath: settings.probePath,
        readyWithinMs: settings.readyWithinMs,
        onLine: (line) => observe({ kind: 'log', service, pod: name, line }),
      });
      this.pods.add(pod);
      const tell = {
        kind: 'pod',
        service,
        revision,
        pod: name,
        pid: pod.pid,
      } as const;
      observe({ ...tell, state: 'started' });
      pod.ready.then(
        () =>
          observe({
            ...tell,
            state: 'ready',
            ms: Date.now() - pod.startedAt.getTime(),
          }),
        () => void this.stopPod(pod),
      );
      pod.exited.then(({ code, signal }) => {
        this.pods.delete(pod);
        observe({ ...tell, state: 'ended', code: signal ?? code ?? 0 });
        this.scale();
      });
      if (this.closed) void this.stopPod(pod);
      return pod;
    } finally {
      this.starting--;
    }
  }

  private crashed(error: Error): void {
    if (this.closed) return;
    if (!(error instanceof Killed)) this.crashes++;
    const pause = Math.min(5000, 50 * 2 ** this.crashes);
    this.notBefore = Date.now() + pause;
    setTimeout(() => this.scale(), pause + 1).unref();
    if (this.crashes < CRASHES || this.leastBusyOfAll()) return;
    for (const { reject } of this.waiting.splice(0)) reject(new Unavailable(error.message));
  }

  private leastBusyOfAll(): Pod | undefined {
    let best: Pod | undefined;
    for (const pod of this.pods) {
      if (pod.state !== 'ready' || (pod.restsUntil > 0 && pod.restsUntil > Date.now())) continue;
      if (!best || pod.inFlight < best.inFlight) best = pod;
    }
    return best;
  }

  private leastBusy(): Pod | undefined {
    const pod = this.leastBusyOfAll();
    return pod && pod.inFlight < this.settings.limit ? pod : undefined;
  }

  private lease(pod: Pod): Lease {
    pod.inFlight++;
    this.inFlight++;
    let held = true;
    return {
      pod,
      release: () => {
        if (!held) return;
        held = false;
        pod.inFlight--;
        pod.usedAt = Date.now();
        this.inFlight--;
        this.note();
        this.serve();
      },
      suspect: () => {
        pod.restsUntil = Date.now() + REST_MS;
        setTimeout(() => this.serve(), REST_MS + 1).unref();
      },
    };
  }

  /** Gives what waits to the pods that have a place. */
  private serve(): void {
    while (this.waiting.length > 0) {
      const pod = this.leastBusy();
      if (!pod) return;
      this.waiting.shift()?.resolve(this.lease(pod));
    }
  }

  private async stopPod(pod: Pod, graceMs?: number): Promise<void> {
    if (pod.state === 'stopping' || pod.state === 'ended') return void (await pod.exited);
    const { service, revision, observe } = this.options;
    observe({
      kind: 'pod',
      service,
      revision,
      pod: pod.name,
      pid: pod.pid,
      state: 'stopping',
    });
    await pod.stop(graceMs);
  }
}

const asError = (cause: unknown): Error => (cause instanceof Error ? cause : new Error(String(cause)));
