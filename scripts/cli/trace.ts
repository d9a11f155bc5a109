/** A command is where the trace of a batch begins: with a collector, it tells of its own part too. */
import { newTrace, type Trace } from '../../shared/runtime/trace.ts';

/** @param name of the span */
export async function beginningTrace<T>(name: string, work: (trace: Trace) => Promise<T>): Promise<T> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT } = process.env;
  if (!(OTEL_EXPORTER_OTLP_ENDPOINT ?? OTEL_EXPORTER_OTLP_TRACES_ENDPOINT)) return await work(newTrace());
  // Loaded only where it is wanted: a command should start at once.
  const { startTracing } = await import('../../shared/runtime/tracing/start.ts');
  const { inSpan, stopTracing } = await import('../../shared/runtime/tracing/tracing.ts');
  await startTracing('marea-cli');
  try {
    return await inSpan({ name, kind: 'producer' }, ({ trace }) => work(trace));
  } finally {
    await stopTracing();
  }
}
