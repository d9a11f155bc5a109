import type { Routes } from '../../../shared/runtime/http/router.ts';

export const searchRoutes: Routes = {};
