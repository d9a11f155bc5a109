/** A revision of predict serves one model version, and is labelled with it. */
import type { Container, KnativeService, Revision } from './api.ts';

/** On the template, hence on its revision and on the pods: `kubectl get revisions -L marea.dev/model-version`. */
export const VERSION_LABEL = 'marea.dev/model-version';

type Template = KnativeService['spec']['template'];

/** What of a template is `rollout`'s own. */
export interface Pin {
  /** undefined follows production. */
  readonly version: number | undefined;
  /** undefined where they read the version from the label: then they are left to whoever applies them. */
  readonly containers: readonly Container[] | undefined;
}

/** The template's containers, serving this version. */
export function pinOf({ spec: { containers } }: Pick<Template, 'spec'>, version: number | undefined): Pin {
  if (containers.some(readsLabel)) return { version, containers: undefined };
  const variable = { name: 'MODEL_VERSION', value: String(version ?? 'production') };
  const env = ({ env = [] }: Container) => [...env.filter(({ name }) => name !== variable.name), variable];
  return { version, containers: containers.map((container) => ({ ...container, env: env(container) })) };
}

/** The template with this version, as it is applied whole. */
export function pinned(template: Template, version: number): Template {
  const { containers = template.spec.containers } = pinOf(template, version);
  const labels = { ...template.metadata?.labels, [VERSION_LABEL]: String(version) };
  return {
    ...template,
    metadata: { ...template.metadata, labels },
    spec: { ...template.spec, containers },
  };
}

/** The version that a template or a revision is pinned to; undefined when it follows production. */
export function servedBy({ metadata, spec }: Template | Revision): number | undefined {
  const variable = spec.containers[0]?.env?.find(isVersion);
  const version = Number(variable?.valueFrom ? metadata?.labels?.[VERSION_LABEL] : variable?.value);
  return Number.isInteger(version) && version > 0 ? version : undefined;
}

/** As the component knative/components/gitops has it. */
const readsLabel = ({ env = [] }: Container): boolean =>
  env.some((variable) => isVersion(variable) && variable.valueFrom !== undefined);

const isVersion = ({ name }: { readonly name: string }): boolean => name === 'MODEL_VERSION';
