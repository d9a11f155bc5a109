import type { Routes } from '../../../shared/runtime/http/router.ts';

export const experimentRoutes: Routes = {};
