/** console: the JSON API behind the command line and the web console. */

import { noteUse } from '../../shared/runtime/access/last-use.ts';
import { serveRoutes } from '../../shared/runtime/function.ts';
import type { Routes } from '../../shared/runtime/http/router.ts';
import { auditPage } from './audit.ts';
import { batchReport } from './batch.ts';
import { batchRoutes } from './batches/routes.ts';
import {
  offerBatch,
  promoteVersion,
  resetDataset,
  retractBatch,
  takeUpload,
  trainDataset,
} from './changing.ts';
import { check, profile } from './checking.ts';
import { dataRoutes } from './data/routes.ts';
import { keyList, makeKey, revokeOne, rotateOne } from './keys.ts';
import { discardEach, discardLetter, replayEach, replayLetter } from './letters.ts';
import { overviewRoutes } from './overview/routes.ts';
import { page, pageRoutes } from './page.ts';
import { pipelineRoutes } from './pipeline/routes.ts';
import { predictingRoutes } from './predicting/routes.ts';
import { batch, card, datasetList, drift, letters, models, status, training } from './reading.ts';
import { retention } from './retention.ts';
import { rowsFile } from './rows/rows.ts';
import { runRoutes } from './runs/routes.ts';
import { bringSample } from './sample/sample.ts';
import { signInRoutes } from './sign-in/routes.ts';
import { tagged } from './tagged.ts';
import { batchTrace } from './trace.ts';
import { versionRoutes } from './versions/routes.ts';
import { view } from './viewing.ts';
import { wouldReset } from './would-reset.ts';

const routes: Routes = {
  'GET /': { needs: 'describe', about: 'each', handle: page },
  ...pageRoutes,
  ...signInRoutes,
  ...overviewRoutes,
  ...batchRoutes,
  ...pipelineRoutes,
  ...predictingRoutes,
  ...versionRoutes,
  ...dataRoutes,
  ...runRoutes,
  'GET /api/datasets': view('each', datasetList),
  'GET /api/datasets/*/rows.parquet': view('path', rowsFile),
  'GET /api/datasets/*/reset': view('path', wouldReset),
  'GET /api/status': view('query', status),
  'GET /api/batches/*': view('path', batch(batchReport)),
  'GET /api/batches/*/*/trace': view('path', batch(batchTrace, ['trace'])),
  'GET /api/trainings/*': view('path', training),
  'GET /api/models/*': view('path', models),
  'GET /models/*': view('path', card),
  'GET /api/drift': view('query', drift),
  'GET /api/dead-letters': view('each', letters),
  'GET /api/profiles/*': view('path', profile),
  'GET /api/retention': view('all', retention),
  'GET /api/audit': view('all', auditPage),

  'POST /ingest': { needs: 'ingest', about: 'body', body: 'stream', handle: offerBatch },
  'POST /api/check': { needs: 'ingest', about: 'query', body: 'stream', handle: check },
  'PUT /api/uploads/*': { needs: 'ingest', about: 'path', body: 'stream', handle: takeUpload },
  'POST /api/batches/*/*/retract': { needs: 'operate', about: 'path', body: 'object', handle: retractBatch },
  'POST /api/dead-letters/replay': { needs: 'operate', about: 'each', body: 'object', handle: replayEach },
  'POST /api/dead-letters/*/replay': {
    needs: 'operate',
    about: 'each',
    body: 'object',
    handle: replayLetter,
  },
  'POST /api/dead-letters/discard': { needs: 'operate', about: 'each', body: 'object', handle: discardEach },
  'POST /api/dead-letters/*/discard': {
    needs: 'operate',
    about: 'each',
    body: 'object',
    handle: discardLetter,
  },
  'POST /api/models/*/*/promote': { needs: 'promote', about: 'path', body: 'object', handle: promoteVersion },
  'POST /api/datasets/*/reset': { needs: 'operate', about: 'path', body: 'object', handle: resetDataset },
  'POST /api/datasets/*/sample': { needs: 'ingest', about: 'path', body: 'object', handle: bringSample },
  'POST /api/datasets/*/train': { needs: 'train', about: 'path', body: 'object', handle: trainDataset },

  'GET /api/keys': { needs: 'administer', about: 'all', handle: keyList },
  'POST /api/keys': { needs: 'administer', about: 'all', body: 'object', handle: makeKey },
  'POST /api/keys/*/rotate': { needs: 'administer', about: 'all', body: 'object', handle: rotateOne },
  'POST /api/keys/*/revoke': { needs: 'administer', about: 'all', body: 'object', handle: revokeOne },
};

serveRoutes('console', tagged(routes), { admitted: noteUse, signInAt: '/signin' });
