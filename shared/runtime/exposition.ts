/**
 * Metrics as text for Prometheus, in both of its formats: OpenMetrics 1.0, which has exemplars, for whoever asks for
 * it, the older text format 0.0.4 for all others. prom-client writes OpenMetrics only from a registry that then can
 * write nothing else.
 */

/** All series of one name. */
export interface Family {
  /** Counters end in `_total`. */
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary';
  readonly values: readonly Value[];
}

export interface Value {
  /** Where it is not the family's: `<name>_bucket`, `_sum`, `_count`. */
  readonly metricName?: string | undefined;
  readonly labels: Labels;
  readonly value: number;
  readonly exemplar?: Exemplar | undefined;
}

export type Labels = Readonly<Record<string, string | number>>;

/** A request that was counted here, by which its trace is found. */
export interface Exemplar {
  readonly traceId: string;
  readonly value: number;
  /** Seconds since 1970. */
  readonly at: number;
}

export interface Format {
  readonly contentType: string;
  readonly write: (families: readonly Family[]) => string;
}

const PLAIN: Format = {
  contentType: 'text/plain; version=0.0.4; charset=utf-8',
  write: (families) => all(families, ({ name }) => name, plainSample),
};

const OPEN_METRICS: Format = {
  contentType: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
  write: (families) => `${all(families, openName, openSample)}# EOF\n`,
};

/** @param accept the header of the scraper's request */
export const formatFor = (accept: string | undefined): Format =>
  accept?.includes('application/openmetrics-text') ? OPEN_METRICS : PLAIN;

/** In OpenMetrics a counter is named without the ending that its samples have. */
const openName = ({ name, type }: Family): string =>
  type === 'counter' ? name.replace(/_total$/, '') : name;

type WriteSample = (name: string, value: Value) => string;

/** A family without a series says nothing, and is left out. */
function all(families: readonly Family[], nameOf: (family: Family) => string, sample: WriteSample): string {
  return families
    .filter(({ values }) => values.length > 0)
    .map((family) => {
      const { name, help, type, values } = family;
      const announced = nameOf(family);
      const samples = values.map((value) => sample(value.metricName ?? name, value));
      return `# HELP ${announced} ${escaped(help)}\n# TYPE ${announced} ${type}\n${samples.join('')}`;
    })
    .join('');
}

const plainSample: WriteSample = (name, { labels, value }) => `${name}${braces(labels)} ${worded(value)}\n`;

const openSample: WriteSample = (name, { labels, value, exemplar }) => {
  const line = `${name}${braces(labels)} ${worded(value)}`;
  if (!exemplar) return `${line}\n`;
  const { traceId, value: seen, at } = exemplar;
  return `${line} # {trace_id="${traceId}"} ${worded(seen)} ${at}\n`;
};

function braces(labels: Labels): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escaped(String(value))}"`);
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}

function worded(value: number): string {
  if (Number.isFinite(value)) return String(value);
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? '+Inf' : '-Inf';
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '"': '\\"' };
const escaped = (text: string): string =>
  text.replace(/[\\\n"]/g, (character) => ESCAPES[character] as string);
