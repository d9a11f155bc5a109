/** The predictor as a process of its own. */
import type { ObjectAccess } from '../platform/stores/objects.ts';
import { type FunctionProcess, spawnFunction } from './function-process.ts';

export { end, untilOk } from './function-process.ts';

export type PredictProcess = FunctionProcess;

/** @param bundle another build of it */
export const spawnPredict = (
  s3: ObjectAccess,
  env: Readonly<Record<string, string>>,
  bundle?: string,
): Promise<PredictProcess> =>
  spawnFunction(
    'predict',
    { S3_ENDPOINT: s3.endpoint, S3_ACCESS_KEY: s3.accessKey, S3_SECRET_KEY: s3.secretKey, ...env },
    bundle,
  );
