/** What the function answers to; section by section as its documentation has it. */
import type { Answer, HttpRequest } from '../../shared/runtime/http.ts';
import type { Routes } from '../../shared/runtime/router.ts';
import { health, info, model, ready, reload, states, valuesOfPath } from './about.ts';
import { batchPredict } from './batch-predict.ts';
import { comparables } from './comparables.ts';
import { docs } from './docs/docs.ts';
import { openapi } from './docs/openapi.ts';
import { batchExplain, explain } from './explain.ts';
import { feedback } from './feedback.ts';
import { history } from './history.ts';
import { importance } from './importance.ts';
import { infer } from './open-inference/infer.ts';
import { openInferenceMetadata } from './open-inference/metadata.ts';
import { predict } from './predict.ts';
import { preprocess } from './preprocess.ts';
import type { Service } from './service.ts';
import { summary } from './summary.ts';

type Handler = (service: Service, request: HttpRequest) => Promise<Answer> | Answer;

const handlers: Readonly<Record<string, Handler>> = {
  'POST /predict': predict,
  'POST /batch_predict': batchPredict,
  'POST /explain': explain,
  'POST /batch_explain': batchExplain,
  'GET /importance': importance,
  'POST /comparables': comparables,
  'POST /test_preprocess': preprocess,
  'POST /feedback': feedback,
  'GET /predictions/history': history,
  'GET /': info,
  'GET /health': health,
  'GET /ready': ready,
  'GET /model': model,
  'GET /states': states,
  'GET /values/*': valuesOfPath,
  'POST /reload': reload,
  'GET /metrics/summary': summary,
  'GET /openapi.json': openapi,
  'GET /docs': docs,
  'GET /v2': openInferenceMetadata,
  'GET /v2/*': openInferenceMetadata,
  'POST /v2/*': infer,
};

/** @param service what `start` makes; whoever asks before it has ended waits for it */
export function routesOf(service: () => Service | Promise<Service>): Routes {
  return Object.fromEntries(
    Object.entries(handlers).map(([route, handle]) => [
      route,
      async (request: HttpRequest) => handle(await service(), request),
    ]),
  );
}
