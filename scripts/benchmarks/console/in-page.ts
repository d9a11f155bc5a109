/** What is asked of a page about itself; as texts, as it is run in a browser and no type of a browser is known here. */

/** Milliseconds from when the page was asked for, and the files that it took. */
export interface Loaded {
  /** NaN where nothing was painted. */
  readonly paint: number;
  readonly told: number;
  readonly files: readonly string[];
}

export const LOADED = `({
  told: performance.now(),
  paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
  files: performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => !name.includes('/api/')),
})`;

/** Chromium tells of no event that is shorter. */
export const LEAST_MS = 16;

/** Notes the longest event of each interaction from now on. */
export const OBSERVE = `(() => {
  const seen = new Map();
  const note = (entries) => {
    for (const { interactionId, duration } of entries)
      if (interactionId) seen.set(interactionId, Math.max(seen.get(interactionId) ?? 0, duration));
  };
  const observer = new PerformanceObserver((list) => note(list.getEntries()));
  observer.observe({ type: 'event', durationThreshold: ${LEAST_MS} });
  globalThis.observed = { begun: performance.interactionCount, durations() { note(observer.takeRecords()); return [...seen.values()]; } };
})()`;

export interface Observed {
  /** Of those that took long enough to be told of. */
  readonly durations: readonly number[];
  readonly interactions: number;
}

/** After the next two frames: an event is told of when what came of it is shown. */
export const OBSERVED = `new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => {
  const { begun, durations } = globalThis.observed;
  resolve({ durations: durations(), interactions: performance.interactionCount - begun });
}, 50))))`;
