/** Labels and buckets as Knative has them. Prometheus' label names are not ours to choose. */

/** OpenTelemetry's advice for durations in seconds. */
export const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

export const REVISION = [
  'k8s_namespace_name',
  'kn_service_name',
  'kn_configuration_name',
  'kn_revision_name',
] as const;

export const revisionLabels = (namespace: string, service: string, revision: string) => ({
  k8s_namespace_name: namespace,
  kn_service_name: service,
  kn_configuration_name: service,
  kn_revision_name: revision,
});

/** On a cluster these are labels of the pod that is asked, not of what it answers. */
export const POD = ['namespace', 'service', 'revision', 'pod'] as const;

export const STATUS = 'http_response_status_code';
