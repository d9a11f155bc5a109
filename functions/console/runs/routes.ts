/** Runs and their trials, those of notebooks too. */
import type { Routes } from '../../../shared/runtime/http/router.ts';
import { view } from '../viewing.ts';
import { runPage } from './listing.ts';
import { metricHistory, runs } from './runs.ts';

export const runRoutes: Routes = {
  'GET /api/runs': view('each', runPage),
  'GET /api/runs/*': view('each', runs),
  'GET /api/runs/*/metrics/*': view('each', metricHistory),
};
