/** Versions of a model: one, several held against each other, and what was in production when. */
import type { Routes } from '../../../shared/runtime/http/router.ts';
import { view } from '../viewing.ts';
import { timeline } from './timeline.ts';
import { version } from './version.ts';
import { versus } from './versus.ts';

export const versionRoutes: Routes = {
  'GET /api/models/*/*': view('path', version),
  'GET /api/models/*/versus': view('path', versus),
  'GET /api/models/*/timeline': view('path', timeline),
};
