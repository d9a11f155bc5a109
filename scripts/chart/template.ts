/** A resource as a template of Helm: its holes are filled from the values, its namespace is that of the release. */
import { stringify } from 'yaml';
import type { Resource } from '../platform/manifests/kustomization.ts';
import { CONDITIONS, type Hole, holesOf } from './holes.ts';

type Json = unknown;
type Path = readonly (string | number)[];

/** The namespace that the overlays have. */
export const NAMESPACE = 'marea';
/** Fields that name a namespace. */
const NAMESPACE_FIELDS: readonly string[] = ['namespace', 'kubernetes.io/metadata.name'];
const MARK = '__value__';

export function templateOf(resource: Resource): string {
  const condition = CONDITIONS[`${resource.kind}/${resource.metadata.name}`];
  const text = bodyOf(resource);
  return condition ? `{{- if ${condition} }}\n${text}{{- end }}\n` : text;
}

function bodyOf(resource: Resource): string {
  const holes = holesOf(resource);
  const marked = holes.reduce<Json>((json, hole, index) => put(json, hole.at, `${MARK}${index}`), resource);
  const lines = stringify(templated(marked), { lineWidth: 0, aliasDuplicateObjects: false }).split('\n');
  return lines.map((line) => filled(line, holes)).join('\n');
}

/** A line that holds a mark becomes what puts the value there, or nothing where there is none. */
function filled(line: string, holes: readonly Hole[]): string {
  const [, indent = '', lead = '', key, index] =
    new RegExp(`^( *)(- )?([\\w.-]+): ${MARK}(\\d+)$`).exec(line) ?? [];
  if (index === undefined) return line;
  const deep = `${indent}${lead ? '  ' : ''}`;
  const { value } = holes[Number(index)] as Hole;
  const from = `(index .Values ${value.map((name) => JSON.stringify(name)).join(' ')})`;
  if (value[0] === 'schedules') return `${indent}${lead}${key}: {{ toJson ${from} }}`;
  return [
    `${indent}${lead}{{- with ${from} }}`,
    `${deep}${key}:`,
    `{{ toYaml . | indent ${deep.length + 2} }}`,
    `${deep}{{- end }}`,
  ].join('\n');
}

/** What Helm would take for its own is quoted; the image and the namespace are the release's. */
function templated(value: Json, key = ''): Json {
  if (Array.isArray(value)) return value.map((item) => templated(item));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, templated(inner, name)]));
  if (value === NAMESPACE && NAMESPACE_FIELDS.includes(key)) return '{{ .Release.Namespace }}';
  if (key === 'image' && isOwnImage(value)) return '{{ .Values.image }}';
  return typeof value === 'string' && value.includes('{{') ? value.replaceAll('{{', "{{ '{{' }}") : value;
}

export const isOwnImage = (value: unknown): boolean =>
  typeof value === 'string' && /(^|\/)marea\/functions[:@]/.test(value);

/** A copy in which the value stands at the path; what is not there is added. */
function put(json: Json, [first, ...rest]: Path, value: Json): Json {
  if (first === undefined) return value;
  if (Array.isArray(json))
    return json.map((item, index) => (index === first ? put(item, rest, value) : item));
  const object = (json ?? {}) as Readonly<Record<string, Json>>;
  return { ...object, [first]: put(object[first], rest, value) };
}
