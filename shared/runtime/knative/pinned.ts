/** A revision of predict serves one model version, and is labelled with it. */
import type { Pointer } from '../../tracking/artifact.ts';
import type { Container, KnativeService, Revision } from './api.ts';

/** On the template, hence on its revision and on the pods: `kubectl get revisions -L marea.dev/model-version`. */
export const VERSION_LABEL = 'marea.dev/model-version';
/** What its files were when it was registered: `7:<SHA-256 of metadata.json>`. */
export const CHECKSUM_ANNOTATION = 'marea.dev/model-checksum';

const VERSION = 'MODEL_VERSION';
const CHECKSUM = 'MODEL_CHECKSUM';

type Template = KnativeService['spec']['template'];

/** What of a template is `rollout`'s own. */
export interface Pin {
  /** undefined follows production. */
  readonly version: number | undefined;
  readonly checksum: string | undefined;
  /** undefined where they read the version from the label: then they are left to whoever applies them. */
  readonly containers: readonly Container[] | undefined;
}

/** The template's containers, serving this version. */
export function pinOf({ spec: { containers } }: Pick<Template, 'spec'>, served: Pointer | undefined): Pin {
  const version = served?.version;
  const checksum = served?.sha256 && `${version}:${served.sha256}`;
  if (containers.some(readsLabel)) return { version, checksum, containers: undefined };
  const own = [
    { name: VERSION, value: String(version ?? 'production') },
    ...(checksum ? [{ name: CHECKSUM, value: checksum }] : []),
  ];
  const env = ({ env = [] }: Container) => [...env.filter((variable) => !isOurs(variable)), ...own];
  return {
    version,
    checksum,
    containers: containers.map((container) => ({ ...container, env: env(container) })),
  };
}

/** The template with this version, as it is applied whole. */
export function pinned(template: Template, served: Pointer): Template {
  const { checksum, containers = template.spec.containers } = pinOf(template, served);
  const { labels, annotations } = template.metadata ?? {};
  return {
    ...template,
    metadata: {
      ...template.metadata,
      labels: { ...labels, [VERSION_LABEL]: String(served.version) },
      ...(checksum ? { annotations: { ...annotations, [CHECKSUM_ANNOTATION]: checksum } } : {}),
    },
    spec: { ...template.spec, containers },
  };
}

/** The version that a template or a revision is pinned to; undefined when it follows production. */
export function servedBy({ metadata, spec }: Template | Revision): number | undefined {
  const variable = spec.containers[0]?.env?.find(isVersion);
  const version = Number(variable?.valueFrom ? metadata?.labels?.[VERSION_LABEL] : variable?.value);
  return Number.isInteger(version) && version > 0 ? version : undefined;
}

/** The same with what its files were, as far as that was said of this version. */
export function pinnedTo(pinning: Template | Revision): Pointer | undefined {
  const version = servedBy(pinning);
  if (version === undefined) return undefined;
  const checksum = pinning.metadata?.annotations?.[CHECKSUM_ANNOTATION] ?? '';
  return { version, sha256: sha256In(checksum, version) };
}

/** Who pins another version by hand leaves what was said of the one before: that is not about it. */
export function sha256In(checksum: string, version: number): string | undefined {
  const [of, sha256] = checksum.split(':');
  return of === String(version) ? sha256 : undefined;
}

/** As the component knative/components/gitops has it. */
const readsLabel = ({ env = [] }: Container): boolean =>
  env.some((variable) => isVersion(variable) && variable.valueFrom !== undefined);

const isVersion = ({ name }: { readonly name: string }): boolean => name === VERSION;
const isOurs = ({ name }: { readonly name: string }): boolean => name === VERSION || name === CHECKSUM;
