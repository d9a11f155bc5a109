/** How the pods that answer are: since when each runs, and the memory that it holds, by their own metrics. */

export interface PodState {
  readonly service: string;
  /** Seconds since 1970. */
  readonly started: number;
  readonly bytes: number;
}

export async function podState(
  url: string,
  service: string,
  headers: Readonly<Record<string, string>>,
): Promise<PodState> {
  const answer = await fetch(`${url}/services/${service}/metrics`, { headers });
  if (!answer.ok) throw new Error(`${service} answers ${answer.status} to /metrics`);
  const text = await answer.text();
  return {
    service,
    started: valueIn(text, 'process_start_time_seconds'),
    bytes: valueIn(text, 'process_resident_memory_bytes'),
  };
}

function valueIn(text: string, name: string): number {
  const value = new RegExp(`^${name}(?:\\{[^}]*\\})? ([\\d.e+]+)$`, 'm').exec(text)?.[1];
  if (value === undefined) throw new Error(`/metrics has no ${name}`);
  return Number(value);
}
