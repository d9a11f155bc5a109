/**
 * observe: what is true of the platform, as metrics. Functions are at zero most of the time, and their own metrics go
 * with them; batches, rows, events, models and what became of predictions are in Postgres, and are told from there.
 */
import { serveRoutes } from '../../shared/runtime/function.ts';
import { metricsAnswer } from '../../shared/runtime/metrics.ts';
import { database } from '../../shared/runtime/resources.ts';
import { groups } from './groups.ts';
import { observing } from './observing.ts';

const state = observing(groups, database);

serveRoutes('observe', {
  'GET /metrics': {
    needs: 'scrape',
    handle: async (request) => metricsAnswer(request, await state()),
  },
});
