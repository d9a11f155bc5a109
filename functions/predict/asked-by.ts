/** Who asks, as the log of predictions keeps it: callers see their own there. */
import { ANYBODY } from '../../shared/access/principal.ts';
import type { HttpRequest } from '../../shared/runtime/http/http.ts';
import type { LoggedPrediction } from './log-buffer.ts';

/** A member of an entry; none where anybody may ask, as nobody has predictions of their own then. */
export const askedBy = ({
  principal: { subject },
}: Pick<HttpRequest, 'principal'>): Pick<LoggedPrediction, 'principal'> =>
  subject === ANYBODY.subject ? {} : { principal: subject };
