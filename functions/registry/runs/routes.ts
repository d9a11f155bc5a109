/** Runs, and what they log. */
import type { Routes } from '../../../shared/runtime/http/router.ts';
import { logging, reading } from '../wire/rows.ts';
import { deleteTag, remove, restore, update } from './changing.ts';
import { getHistory } from './history.ts';
import { logInputs, logOutputs } from './inputs.ts';
import { logModel } from './log-model.ts';
import { batch, metric, param, tag } from './logging.ts';
import { create, get } from './making.ts';

/** A profile of data may have 16 MB. */
const INPUTS_LIMIT = 20 * 1024 * 1024;

export const runRoutes: Routes = {
  'POST /api/2.0/mlflow/runs/create': logging(create),
  'GET /api/2.0/mlflow/runs/get': reading(get),
  'POST /api/2.0/mlflow/runs/update': logging(update),
  'POST /api/2.0/mlflow/runs/delete': logging(remove),
  'POST /api/2.0/mlflow/runs/restore': logging(restore),
  'POST /api/2.0/mlflow/runs/log-batch': logging(batch),
  'POST /api/2.0/mlflow/runs/log-metric': logging(metric),
  'POST /api/2.0/mlflow/runs/log-parameter': logging(param),
  'POST /api/2.0/mlflow/runs/set-tag': logging(tag),
  'POST /api/2.0/mlflow/runs/delete-tag': logging(deleteTag),
  'POST /api/2.0/mlflow/runs/log-inputs': { ...logging(logInputs), limit: INPUTS_LIMIT },
  'POST /api/2.0/mlflow/runs/outputs': logging(logOutputs),
  'POST /api/2.0/mlflow/runs/log-model': logging(logModel),
  'GET /api/2.0/mlflow/metrics/get-history': reading(getHistory),
};
