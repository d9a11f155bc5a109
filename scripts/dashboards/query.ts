/**
 * Pieces of PromQL that the dashboards share. Pods come and go: a histogram's quantile is of all pods together, and
 * what is told of the platform's state (by `observe`) is asked for without the name of the pod that told it.
 */

/** Series of a pod's own /metrics and of its queue-proxy: labels of the target. */
export const POD = 'namespace=~"$namespace",service=~"$service",revision=~"$revision"';
/** Series of Knative's control plane: labels of the sample. */
export const KNATIVE =
  'k8s_namespace_name=~"$namespace",kn_service_name=~"$service",kn_revision_name=~"$revision"';
/** Series of `observe`. */
export const STATE = 'namespace=~"$namespace",dataset=~"$dataset"';
/** The window of rates that fits the resolution of the picture; Grafana fills it in. */
export const WINDOW = '$__rate_interval';

/** What `observe` tells now, one value for each of these labels. */
export const now = (metric: string, by: string, selector = STATE): string =>
  `max by (${by}) (${metric}{${selector}})`;

/** By how much a counter of `observe` has grown. */
export const grown = (metric: string, by: string, range: string = WINDOW, selector = STATE): string =>
  `sum by (${by}) (increase(${metric}{${selector}}[${range}]))`;

export const rate = (metric: string, by: string, selector: string): string =>
  `sum by (${by}) (rate(${metric}{${selector}}[${WINDOW}]))`;

/** @param by labels beside `le`, comma separated; empty for one quantile of all */
export function quantile(q: number, histogram: string, selector: string, by = '', range = WINDOW): string {
  const labels = by ? `le, ${by}` : 'le';
  return `histogram_quantile(${q}, sum by (${labels}) (rate(${histogram}_bucket{${selector}}[${range}])))`;
}

/**
 * A quantile over processes of what each of them observes once, at its start: the series is there as long as the
 * pod is, and never grows, so that a rate of it is nothing.
 */
export function quantileOfStarts(q: number, selector: string, by = '', range = '$__range'): string {
  const labels = by ? `le, ${by}` : 'le';
  const buckets = `max_over_time(marea_cold_start_duration_seconds_bucket{${selector}}[${range}])`;
  return `histogram_quantile(${q}, sum by (${labels}) (${buckets}))`;
}

/** Empty, rather than not a number, while there is nothing to have a share of. */
export const share = (part: string, whole: string): string => `(${part}) / ((${whole}) > 0)`;

/** For counts: none is 0. */
export const orZero = (expression: string): string => `(${expression}) or vector(0)`;

/** "dev.marea.batch.cleaned" -> "batch.cleaned" */
export const shortType = (expression: string): string =>
  `label_replace(${expression}, "type", "$1", "type", "dev[.]marea[.](.+)")`;

/** Where most series are 0, and would only fill the legend. */
export const some = (expression: string): string => `${expression} > 0`;
