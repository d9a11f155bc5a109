/**
 * Gives the process a tracer where it is told of a collector. OpenTelemetry is loaded only then: it is a file of its
 * own beside the function's bundle, and a process without it pays nothing.
 */
import { configuration } from '../configuration.ts';
import { logger } from '../log.ts';
import { useTracer } from './tracing.ts';

/**
 * A tracer that cannot be had is no reason not to work.
 * @param name of this process in its spans, unless the environment has one; default that of its Service
 */
export async function startTracing(name?: string): Promise<void> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, OTEL_SDK_DISABLED } =
    configuration();
  if (!(OTEL_EXPORTER_OTLP_ENDPOINT ?? OTEL_EXPORTER_OTLP_TRACES_ENDPOINT)) return;
  if (OTEL_SDK_DISABLED) return;
  try {
    const { openTelemetry } = await import('./opentelemetry.ts');
    const onProblem = (message: string): void => logger().warn({ problem: message }, 'traces');
    useTracer(openTelemetry({ name, told: configuration(), onProblem }));
  } catch (error) {
    logger().warn({ error: (error as Error).message }, 'no traces: OpenTelemetry cannot be started');
  }
}
