/** Tokens of Kubernetes' ServiceAccounts: the API server says whose they are (TokenReview). */
import { createHash } from 'node:crypto';
import { HttpError } from '../http/http-error.ts';
import { type ApiOptions, callApi } from '../knative/api.ts';
import { logger } from '../log.ts';
import { boundedCache } from './bounded-cache.ts';
import { unprovenClaims } from './jwt-claims.ts';

/** Whose a token is, as the API server says; undefined: nobody's. */
type Reviewed = { readonly account: string } | undefined;

export interface TokenReviews {
  /** Whether it looks like a token of a ServiceAccount: the rest is for others. */
  recognises(token: string): boolean;
  /**
   * @returns `<namespace>/<name>` of the account, or undefined for a token that is not valid, or not for us
   * @throws HttpError 503 when the API server cannot be asked
   */
  accountOf(token: string): Promise<string | undefined>;
}

const REMEMBERED_MS = 60_000;
/** A refused token may have been made a moment too early for the API server's clock. */
const REFUSED_MS = 10_000;
const MOST = 10_000;
/** Made-up tokens must not keep the API server busy. */
const AT_ONCE = 8;
const TIMEOUT_MS = 5_000;
const ANSWER_LIMIT = 1024 * 1024;
const ACCOUNT = /^system:serviceaccount:([a-z0-9.-]+):([a-z0-9.-]+)$/;

/** @param audiences one of which a token has to be for */
export function tokenReviews(
  api: ApiOptions,
  audiences: readonly string[],
  now?: () => number,
): TokenReviews {
  const known = boundedCache<{ readonly reviewed: Reviewed }>(MOST, now);
  const asked = new Map<string, Promise<Reviewed>>();

  const review = (token: string, key: string): Promise<Reviewed> => {
    const before = asked.get(key);
    if (before) return before;
    if (asked.size >= AT_ONCE) throw new HttpError(503, 'too many tokens are being checked, try again');
    const asking = reviewed(api, audiences, token).finally(() => asked.delete(key));
    asked.set(key, asking);
    return asking;
  };
  return {
    recognises: (token) => unprovenClaims(token)?.['kubernetes.io'] !== undefined,
    accountOf: async (token) => {
      // The token itself is kept nowhere.
      const key = createHash('sha256').update(token).digest('base64');
      const found = known.get(key);
      if (found) return found.reviewed?.account;
      const answer = await review(token, key);
      known.set(key, { reviewed: answer }, answer ? REMEMBERED_MS : REFUSED_MS);
      return answer?.account;
    },
  };
}

interface Status {
  readonly authenticated?: boolean;
  readonly audiences?: readonly string[];
  readonly user?: { readonly username?: string };
}

/** https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-review-v1/ */
async function reviewed(api: ApiOptions, audiences: readonly string[], token: string): Promise<Reviewed> {
  const status = await ask(api, { token, audiences });
  if (status.authenticated !== true) return undefined;
  // A server that does not know of audiences names none: then it has not checked any.
  if (!status.audiences?.some((audience) => audiences.includes(audience))) return undefined;
  const [, namespace, name] = ACCOUNT.exec(status.user?.username ?? '') ?? [];
  return namespace && name ? { account: `${namespace}/${name}` } : undefined;
}

async function ask(api: ApiOptions, spec: unknown): Promise<Status> {
  try {
    const { status, text } = await callApi(api, '/apis/authentication.k8s.io/v1/tokenreviews', {
      method: 'POST',
      type: 'application/json',
      body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec },
      timeoutMs: TIMEOUT_MS,
      limit: ANSWER_LIMIT,
    });
    if (status !== 200 && status !== 201) throw new Error(`it answered ${status}`);
    return (JSON.parse(text) as { status?: Status }).status ?? {};
  } catch (cause) {
    logger().warn({ error: (cause as Error).message }, 'a token of a ServiceAccount could not be checked');
    throw new HttpError(503, 'tokens of ServiceAccounts cannot be checked now, try again');
  }
}
