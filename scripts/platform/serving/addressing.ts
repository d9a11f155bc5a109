/** Who a request is for, by its host (as on Knative) or by its path (for clients that cannot set a host). */
import { isClusterLocal, type ServiceState } from './state.ts';

export type Addressee =
  | {
      readonly kind: 'service';
      readonly service: ServiceState;
      readonly tag?: string;
      readonly path: string;
      readonly prefix: string;
      /** For the platform's own calls: by a name of the cluster, or a Service that is visible there alone. */
      readonly isLocal: boolean;
    }
  /** The bare host; by a name of the cluster it is for the platform's own calls. */
  | { readonly kind: 'platform'; readonly path: string; readonly isLocal: boolean }
  | {
      readonly kind: 'unknown';
      readonly status: 404 | 421;
      readonly message: string;
    };

export interface Directory {
  readonly namespace: string;
  readonly services: () => readonly ServiceState[];
  /** Further names of this machine, where it is reached from others. */
  readonly isOwnHost?: (name: string) => boolean;
}

const bareHosts = /^(localhost|127\.0\.0\.1|\[::1\])$/;
const BROKERS_HOST = 'broker-ingress.knative-eventing.svc.cluster.local';

/** `path`: the request's, with its query. */
export function addressee(
  { namespace, services, isOwnHost = () => false }: Directory,
  host: string | undefined,
  path: string,
): Addressee {
  const name = (host ?? 'localhost').replace(/:\d+$/, '').toLowerCase();
  const own = new RegExp(`^([^.]+)\\.${namespace}\\.(localhost|svc\\.cluster\\.local|svc)$`).exec(name);
  if (own) {
    const [, service = '', domain] = own;
    return named(services(), service, { path, prefix: '', isLocal: domain !== 'localhost' });
  }
  if (name === BROKERS_HOST) return { kind: 'platform', path, isLocal: true };
  if (!bareHosts.test(name) && name !== `${namespace}.localhost` && !isOwnHost(name)) {
    // A page of another site whose name resolves to this machine must not reach it.
    return {
      kind: 'unknown',
      status: 421,
      message: `unknown host ${name}: use localhost, or <service>.${namespace}.localhost`,
    };
  }
  const byPath = /^\/services\/([^/?]+)(.*)$/s.exec(path);
  if (!byPath) return { kind: 'platform', path, isLocal: false };
  const [, service = '', rest = ''] = byPath;
  const way = { path: rest.startsWith('/') ? rest : `/${rest}`, prefix: `/services/${service}` };
  return named(services(), service, { ...way, isLocal: false });
}

type Way = Pick<Extract<Addressee, { kind: 'service' }>, 'path' | 'prefix' | 'isLocal'>;

function named(services: readonly ServiceState[], name: string, way: Way): Addressee {
  for (const service of services) {
    const isLocal = way.isLocal || isClusterLocal(service);
    if (service.name === name) return { kind: 'service', service, ...way, isLocal };
    const tag = service.routes.find((route) => route.tag && `${route.tag}-${service.name}` === name)?.tag;
    if (tag) return { kind: 'service', service, tag, ...way, isLocal };
  }
  return { kind: 'unknown', status: 404, message: `there is no service ${name}` };
}
