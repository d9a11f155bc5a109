/** What clients ask of the server itself. */
import { type Answer, json } from '../../../shared/runtime/http/http.ts';
import type { Routes } from '../../../shared/runtime/http/router.ts';

/** The version of MLflow whose REST API this is: clients switch features by it. */
const VERSION = '3.17.2';

const text = (body: string): Answer => ({ status: 200, headers: { 'content-type': 'text/plain' }, body });

/** None of what a server may offer beside. */
const SERVER_INFO = {
  store_type: 'SqlStore',
  workspaces_enabled: false,
  trace_archival_enabled: false,
  multipart_uploads_enabled: false,
  multipart_downloads_enabled: false,
  presigned_upload_run_id_supported: false,
};

export const serverRoutes: Routes = {
  'GET /version': { needs: 'nothing', handle: () => text(VERSION) },
  'GET /api/3.0/mlflow/server-info': { needs: 'nothing', handle: () => json(SERVER_INFO) },
};
