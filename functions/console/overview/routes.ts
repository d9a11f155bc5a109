/** The first page. */
import type { Routes } from '../../../shared/runtime/http/router.ts';
import { view } from '../viewing.ts';
import { overview } from './overview.ts';

export const overviewRoutes: Routes = { 'GET /api/overview': view('each', overview) };
