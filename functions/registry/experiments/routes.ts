/** Experiments. */
import type { Routes } from '../../../shared/runtime/http/router.ts';
import { logging, reading } from '../wire/rows.ts';
import { deleteTag, remove, restore, setTag, update } from './changing.ts';
import { create, get, getByName } from './making.ts';

export const experimentRoutes: Routes = {
  'POST /api/2.0/mlflow/experiments/create': logging(create),
  'GET /api/2.0/mlflow/experiments/get': reading(get),
  'GET /api/2.0/mlflow/experiments/get-by-name': reading(getByName),
  'POST /api/2.0/mlflow/experiments/update': logging(update),
  'POST /api/2.0/mlflow/experiments/delete': logging(remove),
  'POST /api/2.0/mlflow/experiments/restore': logging(restore),
  'POST /api/2.0/mlflow/experiments/set-experiment-tag': logging(setTag),
  'POST /api/2.0/mlflow/experiments/delete-experiment-tag': logging(deleteTag),
};
