/** Whether what is declared, served and stored on the embedded platform are the same data sets. */
import { datasets } from '../../shared/datasets/index.ts';
import { knativeApi } from '../../shared/runtime/knative/api.ts';
import { type Apart, apart } from '../../shared/runtime/knative/predictors.ts';
import { connect } from '../../shared/store/database.ts';
import { takenBatches } from '../../shared/tracking/batch-counts.ts';
import type { Platform } from './platform.ts';

export async function apartOn({ url, namespace, tokenFile, databaseUrl }: Platform): Promise<Apart> {
  const sql = connect(databaseUrl, { max: 1, name: 'start' });
  try {
    const [services, stored] = await Promise.all([
      knativeApi({ url, namespace, tokenFile }).services(),
      takenBatches(sql),
    ]);
    return apart({ declared: datasets().map(({ name }) => name), services, stored });
  } finally {
    await sql.end();
  }
}
