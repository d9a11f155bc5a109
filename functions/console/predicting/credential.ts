/** With what the console asks a predictor for somebody: a word of its own, so that what they may is asked there as well. */
import { ANYBODY } from '../../../shared/access/principal.ts';
import { signingKey } from '../../../shared/access/snapshot.ts';
import { wordFor } from '../../../shared/access/word.ts';
import { shown } from '../../../shared/runtime/access/platform-header.ts';
import { configuration, required } from '../../../shared/runtime/configuration.ts';
import type { HttpRequest } from '../../../shared/runtime/http/http.ts';
import { predictorOf } from '../../../shared/runtime/knative/served.ts';

/** For a request that is sent at once. */
const MILLISECONDS = 60_000;

/** Nothing on a platform that is open, where there is nobody to speak for. */
export function credentialFor({ principal }: HttpRequest, dataset: string): Record<string, string> {
  const platform = shown(configuration().PLATFORM_TOKEN);
  if (principal.subject === ANYBODY.subject) return { ...platform };
  const word = { principal, audience: predictorOf(dataset), expires: Date.now() + MILLISECONDS };
  const text = wordFor(word, signingKey(required('ACCESS_SIGNING_KEY')));
  return { ...platform, authorization: `Bearer ${text}` };
}
