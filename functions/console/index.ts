/** console: the JSON API behind the command line and the web console. */
import { serveRoutes } from '../../shared/runtime/function.ts';
import type { Answer, HttpRequest } from '../../shared/runtime/http.ts';
import { batchReport } from './batch.ts';
import {
  discardEach,
  discardLetter,
  offerBatch,
  promoteVersion,
  replayEach,
  replayLetter,
  resetDataset,
  retractBatch,
  takeUpload,
  trainDataset,
} from './changing.ts';
import { check, profile } from './checking.ts';
import { page } from './page.ts';
import { batch, card, datasetList, drift, letters, models, status, training } from './reading.ts';
import { retention } from './retention.ts';
import { batchTrace } from './trace.ts';

const view = (handle: (request: HttpRequest) => Promise<Answer> | Answer) =>
  ({ needs: 'view', handle }) as const;

serveRoutes('console', {
  'GET /': view(page),
  'GET /api/datasets': view(datasetList),
  'GET /api/status': view(status),
  'GET /api/batches/*': view(batch(batchReport)),
  'GET /api/batches/*/*/trace': view(batch(batchTrace, ['trace'])),
  'GET /api/trainings/*': view(training),
  'GET /api/models/*': view(models),
  'GET /models/*': view(card),
  'GET /api/drift': view(drift),
  'GET /api/dead-letters': view(letters),
  'GET /api/profiles/*': view(profile),
  'GET /api/retention': view(retention),

  'POST /ingest': { needs: 'ingest', body: 'stream', handle: offerBatch },
  'POST /api/check': { needs: 'ingest', body: 'stream', handle: check },
  'PUT /api/uploads/*': { needs: 'ingest', body: 'stream', handle: takeUpload },
  'POST /api/batches/*/*/retract': { needs: 'operate', body: 'object', handle: retractBatch },
  'POST /api/dead-letters/replay': { needs: 'operate', body: 'object', handle: replayEach },
  'POST /api/dead-letters/*/replay': { needs: 'operate', body: 'object', handle: replayLetter },
  'POST /api/dead-letters/discard': { needs: 'operate', body: 'object', handle: discardEach },
  'POST /api/dead-letters/*/discard': { needs: 'operate', body: 'object', handle: discardLetter },
  'POST /api/models/*/*/promote': { needs: 'promote', body: 'object', handle: promoteVersion },
  'POST /api/datasets/*/reset': { needs: 'operate', body: 'object', handle: resetDataset },
  'POST /api/datasets/*/train': { needs: 'train', body: 'object', handle: trainDataset },
});
