/** What the API says that it has, as kubectl and kn ask for it. */

interface Kind {
  readonly group: string;
  readonly plural: string;
  readonly kind: string;
  readonly verbs: readonly string[];
}

const read = ['get', 'list', 'watch'];
const kind = (
  group: string,
  plural: string,
  name: string,
  verbs: readonly string[] = ['get', 'list'],
): Kind => ({
  group,
  plural,
  kind: name,
  verbs,
});

export const kinds: readonly Kind[] = [
  kind('', 'namespaces', 'Namespace'),
  kind('', 'pods', 'Pod'),
  kind('serving.knative.dev', 'services', 'Service', [...read, 'patch', 'update']),
  kind('serving.knative.dev', 'revisions', 'Revision'),
  kind('serving.knative.dev', 'routes', 'Route'),
  kind('serving.knative.dev', 'configurations', 'Configuration'),
  kind('eventing.knative.dev', 'brokers', 'Broker'),
  kind('eventing.knative.dev', 'triggers', 'Trigger'),
  kind('sources.knative.dev', 'pingsources', 'PingSource'),
  kind('sources.knative.dev', 'sinkbindings', 'SinkBinding'),
];

const groups = [...new Set(kinds.map(({ group }) => group))].filter(Boolean);

/** The document at a discovery path; undefined where there is none. */
export function discovery(path: string): object | undefined {
  if (path === '/version') return { major: '1', minor: '34', gitVersion: 'v1.34.0+marea' };
  if (path === '/api') return { kind: 'APIVersions', versions: ['v1'] };
  if (path === '/apis')
    return {
      kind: 'APIGroupList',
      apiVersion: 'v1',
      groups: groups.map(groupResource),
    };
  if (path === '/api/v1') return resourceList('', 'v1');
  const group = groups.find((name) => path === `/apis/${name}` || path === `/apis/${name}/v1`);
  if (!group) return undefined;
  return path.endsWith('/v1') ? resourceList(group, `${group}/v1`) : groupResource(group);
}

function groupResource(name: string) {
  const version = { groupVersion: `${name}/v1`, version: 'v1' };
  return {
    kind: 'APIGroup',
    apiVersion: 'v1',
    name,
    versions: [version],
    preferredVersion: version,
  };
}

function resourceList(group: string, groupVersion: string) {
  const resources = kinds
    .filter((candidate) => candidate.group === group)
    .map(({ plural, kind: name, verbs }) => ({
      name: plural,
      singularName: name.toLowerCase(),
      namespaced: plural !== 'namespaces',
      kind: name,
      verbs,
      ...(plural === 'services' ? { shortNames: ['ksvc'] } : {}),
    }));
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources };
}
