/** Runs and their trials, those of notebooks too. */
import type { Routes } from '../../../shared/runtime/http/router.ts';
import { view } from '../viewing.ts';
import { artifact, artifacts, download } from './artifacts/artifacts.ts';
import { runPage } from './listing.ts';
import { metricHistory, runs } from './runs.ts';

export const runRoutes: Routes = {
  'GET /api/runs': view('each', runPage),
  'GET /api/runs/*': view('each', runs),
  'GET /api/runs/*/metrics/*': view('each', metricHistory),
  'GET /api/runs/*/artifacts': view('each', artifacts),
  'GET /api/runs/*/artifact': view('each', artifact),
  'GET /api/runs/*/download': view('each', download),
};
