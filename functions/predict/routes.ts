/** What the function answers to, and what a caller needs for it; section by section as its documentation has it. */
import type { Answer, HttpRequest } from '../../shared/runtime/http/http.ts';
import type { Routes } from '../../shared/runtime/http/router.ts';
import { health, info, model, ready, reload, states, valuesOfPath } from './about.ts';
import { forVersion } from './asked-version.ts';
import { batchPredict } from './batch-predict.ts';
import { comparables } from './comparables.ts';
import { docs } from './docs/docs.ts';
import { openapi } from './docs/openapi.ts';
import { batchExplain, explain } from './explain.ts';
import { feedback } from './feedback.ts';
import { history } from './history.ts';
import { importance } from './importance.ts';
import { BATCH_BYTES, FEEDBACK_BYTES, ROW_BYTES } from './limits.ts';
import { infer } from './open-inference/infer.ts';
import { openInferenceMetadata } from './open-inference/metadata.ts';
import { predict } from './predict.ts';
import { preprocess } from './preprocess.ts';
import type { Service } from './service.ts';
import { summary } from './summary.ts';

/** @param service what `start` makes; whoever asks before it has ended waits for it */
export function routesOf(service: () => Service | Promise<Service>): Routes {
  const by =
    <Body>(answer: (service: Service, request: HttpRequest, body: Body) => Promise<Answer> | Answer) =>
    async (request: HttpRequest, body: Body): Promise<Answer> =>
      answer(await service(), request, body);
  /** By the version that the request names. */
  const asked = <Body>(
    answer: (service: Service, request: HttpRequest, body: Body) => Promise<Answer> | Answer,
  ) => by<Body>(async (one, request, body) => answer(await forVersion(one, request), request, body));
  const read = (answer: (service: Service, request: HttpRequest) => Promise<Answer> | Answer) => {
    return async (request: HttpRequest): Promise<Answer> => answer(await service(), request);
  };
  return {
    'POST /predict': {
      needs: 'predict',
      about: 'own',
      body: 'json',
      limit: ROW_BYTES,
      handle: asked(predict),
    },
    'POST /batch_predict': {
      needs: 'predict',
      about: 'own',
      body: 'bytes',
      limit: BATCH_BYTES,
      handle: asked(batchPredict),
    },
    'POST /explain': {
      needs: 'predict',
      about: 'own',
      body: 'json',
      limit: ROW_BYTES,
      handle: asked(explain),
    },
    'POST /batch_explain': {
      needs: 'predict',
      about: 'own',
      body: 'bytes',
      limit: BATCH_BYTES,
      handle: asked(batchExplain),
    },
    'GET /importance': { needs: 'describe', about: 'own', handle: read(importance) },
    'POST /comparables': {
      needs: 'predict',
      about: 'own',
      body: 'json',
      limit: ROW_BYTES,
      handle: asked(comparables),
    },
    'POST /test_preprocess': {
      needs: 'predict',
      about: 'own',
      body: 'json',
      limit: ROW_BYTES,
      handle: by(preprocess),
    },
    'POST /feedback': {
      needs: 'predict',
      about: 'own',
      body: 'json',
      limit: FEEDBACK_BYTES,
      handle: by(feedback),
    },
    'GET /predictions/history': { needs: 'history', about: 'own', handle: read(history) },
    'GET /': { needs: 'describe', about: 'own', handle: read(info) },
    'GET /health': { needs: 'nothing', handle: read(health) },
    'GET /ready': { needs: 'nothing', handle: read(ready) },
    'GET /model': { needs: 'describe', about: 'own', handle: read(model) },
    'GET /states': { needs: 'describe', about: 'own', handle: read(states) },
    'GET /values/*': { needs: 'describe', about: 'own', handle: read(valuesOfPath) },
    'POST /reload': { needs: 'operate', about: 'own', handle: read(reload) },
    'GET /metrics/summary': { needs: 'scrape', handle: read(summary) },
    'GET /openapi.json': { needs: 'describe', about: 'own', handle: read(openapi) },
    'GET /docs': { needs: 'describe', about: 'own', handle: read(docs) },
    'GET /v2': { needs: 'describe', about: 'own', handle: read(openInferenceMetadata) },
    'GET /v2/*': { needs: 'describe', about: 'own', handle: read(openInferenceMetadata) },
    // Probes, as those of Kubernetes.
    'GET /v2/health/*': { needs: 'nothing', handle: read(openInferenceMetadata) },
    'POST /v2/*': { needs: 'predict', about: 'own', body: 'bytes', limit: BATCH_BYTES, handle: by(infer) },
  };
}
