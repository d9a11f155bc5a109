/** Who a request is for, by its host (as on Knative) or by its path (for clients that cannot set a host). */
import type { ServiceState } from './state.ts';

export type Addressee =
  | {
      readonly kind: 'service';
      readonly service: ServiceState;
      readonly tag?: string;
      readonly path: string;
      readonly prefix: string;
    }
  /** The bare host. */
  | { readonly kind: 'platform'; readonly path: string }
  | {
      readonly kind: 'unknown';
      readonly status: 404 | 421;
      readonly message: string;
    };

export interface Directory {
  readonly namespace: string;
  readonly services: () => readonly ServiceState[];
}

const bareHosts = /^(localhost|127\.0\.0\.1|\[::1\]|broker-ingress\.knative-eventing\.svc\.cluster\.local)$/;

/** `path`: the request's, with its query. */
export function addressee(
  { namespace, services }: Directory,
  host: string | undefined,
  path: string,
): Addressee {
  const name = (host ?? 'localhost').replace(/:\d+$/, '').toLowerCase();
  const own = new RegExp(`^([^.]+)\\.${namespace}\\.(?:localhost|svc\\.cluster\\.local|svc)$`).exec(name);
  if (own) return named(services(), own[1] as string, path, '');
  if (!bareHosts.test(name) && name !== `${namespace}.localhost`) {
    // A page of another site whose name resolves to this machine must not reach it.
    return {
      kind: 'unknown',
      status: 421,
      message: `unknown host ${name}: use localhost, or <service>.${namespace}.localhost`,
    };
  }
  const byPath = /^\/services\/([^/?]+)(.*)$/s.exec(path);
  if (!byPath) return { kind: 'platform', path };
  const [, service = '', rest = ''] = byPath;
  return named(services(), service, rest.startsWith('/') ? rest : `/${rest}`, `/services/${service}`);
}

function named(services: readonly ServiceState[], name: string, path: string, prefix: string): Addressee {
  const service = services.find((candidate) => candidate.name === name);
  if (service) return { kind: 'service', service, path, prefix };
  for (const candidate of services) {
    const tag = candidate.routes.find((route) => route.tag && `${route.tag}-${candidate.name}` === name)?.tag;
    if (tag) return { kind: 'service', service: candidate, tag, path, prefix };
  }
  return {
    kind: 'unknown',
    status: 404,
    message: `there is no service ${name}`,
  };
}
