/** Who may ask, in the OpenAPI document: how a credential is shown, and how a caller without one is refused. */
import { error, type Operation, type Paths } from './operation.ts';

/** Each alone will do. */
export const securitySchemes = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key, or a token of a ServiceAccount or of the OIDC issuer',
  },
  key: { type: 'apiKey', in: 'header', name: 'x-api-key', description: 'An API key' },
  basic: {
    type: 'http',
    scheme: 'basic',
    description: 'An API key as the password, with any name of a user',
  },
};

export const security = Object.keys(securitySchemes).map((name) => ({ [name]: [] }));

/** What probes ask. */
export const FOR_ALL: readonly string[] = ['/health', '/ready', '/v2/health/live', '/v2/health/ready'];

const REFUSALS = {
  401: error('No credential, or one that is not valid (any more): WWW-Authenticate names what is taken'),
  403: error('The caller has not the role for it, or not for this data set'),
  429: error('Too many wrong credentials from this address: Retry-After says when to try again'),
};

/** Paths of a service that asks who calls. */
export const guarded = (paths: Paths): Paths =>
  Object.fromEntries(
    Object.entries(paths).map(([path, methods]) => [
      path,
      FOR_ALL.includes(path) ? open(methods) : asking(methods),
    ]),
  );

type Methods = Paths[string];

const each = (methods: Methods, change: (operation: Operation) => Operation): Methods =>
  Object.fromEntries(Object.entries(methods).map(([method, operation]) => [method, change(operation)]));

const open = (methods: Methods): Methods => each(methods, (operation) => ({ ...operation, security: [] }));

const asking = (methods: Methods): Methods =>
  each(methods, (operation) => ({ ...operation, responses: { ...operation.responses, ...REFUSALS } }));
