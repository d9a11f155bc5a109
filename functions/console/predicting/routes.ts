/** What the pages of a model ask that are for whoever may ask it: the console's session is enough. */
import type { HttpRequest } from '../../../shared/runtime/http/http.ts';
import type { Route, Routes } from '../../../shared/runtime/http/router.ts';
import { knownDataset, partsAfter } from '../path.ts';
import { wholeOf } from '../query.ts';
import { asCsv } from './as-csv.ts';
import { form } from './form.ts';
import { passOn } from './pass-on.ts';
import { onePrediction, predictions } from './past.ts';
import { values } from './values.ts';

/** Those of the predictor's routes that are asked with a POST; it says itself what it takes, and how much. */
const ASKED = ['predict', 'explain', 'comparables', 'batch_predict', 'feedback'] as const;

const asking = (name: (typeof ASKED)[number]): Route => ({
  needs: 'predict',
  about: 'path',
  body: 'stream',
  handle: async (request: HttpRequest, body) => {
    const { name: dataset } = knownDataset(partsAfter(request, '/api/datasets/', 2)[0]);
    return await passOn(request, { dataset, version: wholeOf(request, 'version'), path: `/${name}` }, body);
  },
});

export const predictingRoutes: Routes = {
  'GET /api/datasets/*/form': { needs: 'describe', about: 'path', handle: form },
  'GET /api/datasets/*/values/*': { needs: 'describe', about: 'path', handle: values },
  'POST /api/datasets/*/as-csv': { needs: 'predict', about: 'path', body: 'stream', handle: asCsv },
  'GET /api/predictions': { needs: 'history', about: 'query', handle: predictions },
  'GET /api/predictions/*': { needs: 'history', about: 'path', handle: onePrediction },
  ...Object.fromEntries(ASKED.map((name) => [`POST /api/datasets/*/${name}`, asking(name)])),
};
