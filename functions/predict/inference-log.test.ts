import { describe, expect, it, vi } from 'vitest';
import { inferenceLogged } from '../../shared/events/types.ts';
import { newTrace, type Trace } from '../../shared/runtime/trace.ts';
import { inferenceLog, type LogOptions } from './inference-log.ts';
import type { LoggedPrediction } from './log-buffer.ts';

const entry = (number: number, input: Record<string, unknown> = {}): LoggedPrediction => ({
  requestId: `r-${number}`,
  at: '2026-01-02T03:04:05.678Z',
  modelVersion: 7,
  input,
  output: { price: number },
});

/** A log whose events are kept; `away` makes the sink refuse. */
function kept(options: Partial<LogOptions> = {}) {
  const sent: { id: string; data: string }[] = [];
  const sink = { away: false, refused: [] as string[] };
  let id = 0;
  const log = inferenceLog({
    async send(id, data) {
      if (sink.away) sink.refused.push(id);
      if (sink.away) throw new Error('away');
      sent.push({ id, data });
    },
    newId: () => `e-${id++}`,
    ...options,
  });
  const ids = (): string[] =>
    sent.flatMap(({ data }) =>
      (JSON.parse(data) as { predictions: LoggedPrediction[] }).predictions.map((p) => p.requestId),
    );
  return { log, sent, sink, ids };
}

describe('the inference log', () => {
  it('leaves in events of at most 500 entries and 256 KiB, each in order and once, as its type wants it', async () => {
    const { log, sent, ids } = kept();
    const long = 'ñ'.repeat(400);
    for (let i = 0; i < 1700; i++) log.prediction(entry(i, i % 2 ? { city: long } : {}));
    await log.close();
    expect(ids()).toEqual(Array.from({ length: 1700 }, (_, i) => `r-${i}`));
    for (const { data } of sent) {
      expect(Buffer.byteLength(data)).toBeLessThanOrEqual(256 * 1024);
      const parsed = JSON.parse(data) as { predictions: unknown[] };
      expect(parsed.predictions.length).toBeLessThanOrEqual(500);
      expect(inferenceLogged.validator.Check(parsed)).toBe(true);
    }
    expect(log.totals).toEqual({ sent: 1700, dropped: 0, buffered: 0 });
  });

  it('goes after a second at the latest', async () => {
    vi.useFakeTimers();
    const { log, ids } = kept();
    log.prediction(entry(1));
    await vi.advanceTimersByTimeAsync(999);
    expect(ids()).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(ids()).toEqual(['r-1']);
    vi.useRealTimers();
  });

  it('a full event does not wait', async () => {
    const { log, ids } = kept({ entriesPerEvent: 3 });
    for (let i = 0; i < 3; i++) log.prediction(entry(i));
    await expect.poll(ids).toEqual(['r-0', 'r-1', 'r-2']);
  });

  it('tells in whose traces its entries were asked for, each once; most are in none', async () => {
    const told: (readonly Trace[])[] = [];
    const log = inferenceLog({ send: async (_, __, traces) => void told.push(traces), newId: () => 'e' });
    const [one, other] = [newTrace(), newTrace()];
    for (const [i, trace] of [undefined, one, one, undefined, other].entries())
      log.prediction(entry(i), trace);
    log.feedback({ requestId: 'r-0', actual: 1, at: '2026-01-02T03:04:05Z' }, other);
    await log.close();
    expect(told.map((traces) => new Set(traces))).toEqual([new Set([one, other])]);
  });

  it('what comes while an event is under way waits for company, so that load does not make many small events', async () => {
    const taken: (() => void)[] = [];
    const sizes: number[] = [];
    const { log } = kept({
      entriesPerEvent: 3,
      send: (_, data) => {
        sizes.push((JSON.parse(data) as { predictions: unknown[] }).predictions.length);
        return new Promise((resolve) => taken.push(resolve));
      },
    });
    for (let i = 0; i < 3 + 3 + 2; i++) log.prediction(entry(i));
    taken[0]?.();
    await expect.poll(() => taken.length).toBe(2);
    taken[1]?.();
    await expect.poll(() => log.totals).toEqual({ sent: 6, dropped: 0, buffered: 2 });
    expect(sizes).toEqual([3, 3]);
    const closed = log.close();
    await expect.poll(() => taken.length).toBe(3);
    taken[2]?.();
    await closed;
    expect(sizes).toEqual([3, 3, 2]);
  });

  it('keeps what the sink refuses, sends it again as the same event, and loses nothing', async () => {
    vi.useFakeTimers();
    const { log, ids, sink, sent } = kept({ entriesPerEvent: 2 });
    sink.away = true;
    for (let i = 0; i < 5; i++) log.prediction(entry(i));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(log.totals).toEqual({ sent: 0, dropped: 0, buffered: 5 });
    sink.away = false;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(ids()).toEqual(['r-0', 'r-1', 'r-2', 'r-3', 'r-4']);
    expect(new Set(sink.refused)).toEqual(new Set([sent[0]?.id]));
    vi.useRealTimers();
  });

  it('counts what it cannot take: the entries that came last', async () => {
    const bytes = JSON.stringify(entry(10)).length + 1;
    const { log, ids, sink } = kept({ capacity: 10 * bytes, entriesPerEvent: 40 });
    sink.away = true;
    for (let i = 10; i < 35; i++) log.prediction(entry(i));
    expect(log.feedback({ requestId: 'r-10', actual: 1, at: '2026-01-02T03:04:05Z' })).toBe(false);
    expect(log.totals).toEqual({ sent: 0, dropped: 16, buffered: 10 });
    sink.away = false;
    await log.close();
    expect(ids()).toEqual(Array.from({ length: 10 }, (_, i) => `r-${i + 10}`));
  });

  it('what is still there at the end, with the sink away, is counted too', async () => {
    const { log, sink } = kept();
    sink.away = true;
    log.prediction(entry(1));
    await log.close();
    log.prediction(entry(2));
    expect(log.totals).toEqual({ sent: 0, dropped: 2, buffered: 0 });
  });

  it('an entry too large for any event does not hold up the others', async () => {
    const { log, ids } = kept({ bytesPerEvent: 1000 });
    for (const [i, size] of [10, 5000, 20].entries()) log.prediction(entry(i, { city: 'x'.repeat(size) }));
    await log.close();
    expect(ids()).toEqual(['r-0', 'r-2']);
    expect(log.totals.dropped).toBe(1);
  });

  it('without a sink all is counted as dropped', () => {
    const { log } = kept({ send: undefined });
    log.prediction(entry(1));
    expect(log.totals).toEqual({ sent: 0, dropped: 1, buffered: 0 });
  });
});
