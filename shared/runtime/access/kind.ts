/** A kind of credential: an API key, say. */
import type { Principal } from '../../access/principal.ts';

export interface Kind {
  /** By its form alone. */
  recognises(text: string): boolean;
  /**
   * Whose it is; a promise where somebody else has to be asked.
   * @throws HttpError 401 by `unauthorised` for one that is not valid, 503 when that cannot be told
   */
  principalOf(text: string): Principal | Promise<Principal>;
}
