/**
 * How many requests a revision had at once: the most, which a pool keeps pods for, and the averages over the two
 * windows by which Knative's autoscaler scales and panics, for the metrics.
 */

/** Knative's defaults: the panic window is a tenth of the stable one, the threshold twice the pods that are ready. */
const PANIC_WINDOW_SHARE = 0.1;
const PANIC_THRESHOLD = 2;

export interface LoadOptions {
  /** The stable window, in milliseconds. */
  readonly windowMs: number;
  /** Requests at once that one pod is to have. */
  readonly target: number;
  /** Milliseconds, from any beginning. */
  readonly now: number;
}

interface Sample {
  readonly at: number;
  /** Request-milliseconds since the sample before. */
  readonly area: number;
  readonly ms: number;
  readonly highest: number;
}

export class Load {
  private readonly windowMs: number;
  private readonly target: number;
  private samples: Sample[] = [];
  private demand = 0;
  private since: number;
  private sampledAt: number;
  private area = 0;
  private highest = 0;
  private panickedAt = Number.NEGATIVE_INFINITY;

  constructor({ windowMs, target, now }: LoadOptions) {
    this.windowMs = windowMs;
    this.target = target;
    this.since = now;
    this.sampledAt = now;
  }

  /** From now on there are so many requests, in flight or waiting. */
  set(demand: number, now: number): void {
    this.area += this.demand * (now - this.since);
    this.since = now;
    this.demand = demand;
    this.highest = Math.max(this.highest, demand);
  }

  /** Called about every second; `readyPods`: how many there are to take the load. */
  sample(readyPods: number, now: number): void {
    this.set(this.demand, now);
    this.samples.push({ at: now, area: this.area, ms: now - this.sampledAt, highest: this.highest });
    this.samples = this.samples.filter(({ at }) => at > now - this.windowMs);
    this.area = 0;
    this.highest = this.demand;
    this.sampledAt = now;
    const wanted = Math.ceil(this.panic(now) / this.target);
    if (wanted >= PANIC_THRESHOLD * Math.max(1, readyPods)) this.panickedAt = now;
  }

  /** The most requests there were at once within the stable window. */
  peak(): number {
    return Math.max(this.highest, ...this.samples.map(({ highest }) => highest));
  }

  /** Requests at once on average over both windows; panic lasts until it was not called for over a stable one. */
  view(now: number): { readonly stable: number; readonly panic: number; readonly isPanicking: boolean } {
    return {
      stable: this.average(now - this.windowMs),
      panic: this.panic(now),
      isPanicking: now - this.panickedAt < this.windowMs,
    };
  }

  private panic(now: number): number {
    return this.average(now - this.windowMs * PANIC_WINDOW_SHARE);
  }

  /** Over the samples after that moment; at least the last one. */
  private average(after: number): number {
    const recent = this.samples.filter(({ at }, index) => at > after || index === this.samples.length - 1);
    const ms = recent.reduce((sum, sample) => sum + sample.ms, 0);
    return ms === 0 ? 0 : recent.reduce((sum, sample) => sum + sample.area, 0) / ms;
  }
}
