/**
 * entrance: where the outside offers batches. Says at once what is wrong with one, and how one that is taken is called;
 * has no state, and asks no database. Its K_SINK is the ingest broker.
 */
import { configuration } from '../../shared/runtime/configuration.ts';
import { serveRoutes } from '../../shared/runtime/function.ts';
import type { Answer, HttpRequest } from '../../shared/runtime/http/http.ts';
import { offer } from '../../shared/runtime/offer/offer.ts';
import { objects } from '../../shared/runtime/resources.ts';

const take = (request: HttpRequest): Promise<Answer> =>
  offer(request, { broker: configuration().K_SINK, objects });

serveRoutes('entrance', {
  'POST /': { needs: 'ingest', about: 'body', body: 'stream', handle: take },
  'POST /ingest': { needs: 'ingest', about: 'body', body: 'stream', handle: take },
});
