/**
 * registry: what MLflow's clients take for an MLflow server. Runs, models and versions are those of the tables, in which
 * the pipeline's stand beside those of notebooks.
 */
import { noteUse } from '../../shared/runtime/access/last-use.ts';
import { serveRoutes } from '../../shared/runtime/function.ts';
import { artifactRoutes } from './artifacts/routes.ts';
import { experimentRoutes } from './experiments/routes.ts';
import { loggedModelRoutes } from './logged-models/routes.ts';
import { modelRoutes } from './models/routes.ts';
import { asMlflow } from './refused.ts';
import { runRoutes } from './runs/routes.ts';
import { searchRoutes } from './search/routes.ts';
import { serverRoutes } from './server/routes.ts';

serveRoutes(
  'registry',
  {
    ...serverRoutes,
    ...experimentRoutes,
    ...runRoutes,
    ...loggedModelRoutes,
    ...modelRoutes,
    ...artifactRoutes,
    ...searchRoutes,
  },
  { admitted: noteUse, refusal: asMlflow },
);
