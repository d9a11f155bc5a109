/** Artifacts through the server: `mlflow-artifacts:` addresses of MLflow's clients are paths below this one. */
import type { Routes } from '../../../shared/runtime/http/router.ts';
import { listArtifacts } from './list.ts';
import { ARTIFACTS } from './path.ts';
import { getArtifact, putArtifact, removeArtifact } from './transfer.ts';

export const artifactRoutes: Routes = {
  [`GET ${ARTIFACTS}`]: { needs: 'view', about: 'each', handle: listArtifacts },
  [`GET ${ARTIFACTS}/*`]: { needs: 'view', about: 'each', handle: getArtifact },
  [`PUT ${ARTIFACTS}/*`]: { needs: 'log', about: 'each', body: 'stream', handle: putArtifact },
  [`DELETE ${ARTIFACTS}/*`]: { needs: 'log', about: 'each', handle: removeArtifact },
};
