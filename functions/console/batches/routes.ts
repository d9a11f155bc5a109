/** Batches: lists, and what a page of one shows. */
import type { Routes } from '../../../shared/runtime/http/router.ts';
import { view } from '../viewing.ts';
import { batchDrift, batchPage, rejectedPage } from './pages.ts';

export const batchRoutes: Routes = {
  'GET /api/batches': view('query', batchPage),
  'GET /api/batches/*/*/rejected': view('path', rejectedPage),
  'GET /api/batches/*/*/drift': view('path', batchDrift),
};
