/** The pipeline as it runs, and the functions that run it. */
import type { Routes } from '../../../shared/runtime/http/router.ts';
import { view } from '../viewing.ts';
import { functions } from './functions.ts';
import { pipeline } from './pipeline.ts';

export const pipelineRoutes: Routes = {
  'GET /api/pipeline': view('query', pipeline),
  'GET /api/functions': view('each', functions),
};
