/** Tokens of Kubernetes' ServiceAccounts, as credentials: a pod or a notebook in the cluster needs no secret. */
import { configuration } from '../configuration.ts';
import { apiOptions, hasApi } from '../knative/api.ts';
import { granted } from './granted.ts';
import type { Kind } from './kind.ts';
import { unauthorised } from './refusal.ts';
import { type TokenReviews, tokenReviews } from './token-review.ts';

let reviews: TokenReviews | undefined;

function processReviews(): TokenReviews | undefined {
  const told = configuration();
  // Without grants no account has a role: nobody need be asked.
  if (!hasApi(told) || told.ACCESS_GRANTS.length === 0) return undefined;
  reviews ??= tokenReviews(apiOptions(told), [told.ACCESS_AUDIENCE]);
  return reviews;
}

export const serviceAccount: Kind = {
  recognises: (text) => processReviews()?.recognises(text) ?? false,
  async principalOf(text) {
    const account = await processReviews()?.accountOf(text);
    if (account === undefined)
      throw unauthorised(
        'unknown',
        `this token of a ServiceAccount is not valid, or not for the audience ${configuration().ACCESS_AUDIENCE}`,
      );
    const subject = `serviceaccount:${account}`;
    return granted(
      { subject, name: account },
      [subject],
      `the ServiceAccount ${account} has no role here (ACCESS_GRANTS)`,
    );
  },
};
