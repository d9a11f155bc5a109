/** Kubernetes resources, as far as the commands here look into them. */

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

export interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly generation?: number;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: Readonly<Record<string, unknown>>;
  /** Of a ConfigMap. */
  readonly data?: Readonly<Record<string, string>>;
  readonly status?: Readonly<Record<string, unknown>> & {
    readonly conditions?: readonly Condition[];
    readonly observedGeneration?: number;
  };
}

/** serving.knative.dev/Service; a plain Kubernetes Service is v1/Service. */
export const kindOf = ({ apiVersion, kind }: Resource): string =>
  apiVersion.includes('/') ? `${apiVersion.split('/')[0]}/${kind}` : `v1/${kind}`;

export const KNATIVE_SERVICE = 'serving.knative.dev/Service';

/** What the controller says of the newest generation; undefined while it has not looked. */
export function condition({ metadata, status }: Resource, type: string): Condition | undefined {
  if ((status?.observedGeneration ?? 0) < (metadata.generation ?? 0)) return undefined;
  return status?.conditions?.find((one) => one.type === type);
}
