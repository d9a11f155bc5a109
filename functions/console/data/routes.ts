/** The data of a data set, to look at. */
import type { Declared } from '../../../shared/api/data.ts';
import { type Answer, type HttpRequest, json } from '../../../shared/runtime/http/http.ts';
import type { Routes } from '../../../shared/runtime/http/router.ts';
import { tablesOf } from '../../../shared/store/tables.ts';
import { knownDataset, partsAfter } from '../path.ts';
import { view } from '../viewing.ts';
import { dataProfile } from './profile.ts';
import { rows } from './rows.ts';

function declaration(request: HttpRequest): Answer {
  const dataset = knownDataset(partsAfter(request, '/api/datasets/', 2)[0]);
  return json({ declaration: dataset, schema: tablesOf(dataset) } satisfies Declared);
}

export const dataRoutes: Routes = {
  'GET /api/datasets/*/declaration': view('path', declaration),
  'GET /api/datasets/*/profile': view('path', dataProfile),
  'GET /api/datasets/*/rows': view('path', rows),
};
