/** Spanish. */
import { access } from './es/access.ts';
import { artifacts } from './es/artifacts.ts';
import { audit } from './es/audit.ts';
import { batches } from './es/batches.ts';
import { data } from './es/data.ts';
import { datasets } from './es/datasets.ts';
import { declaration } from './es/declaration.ts';
import { figures } from './es/figures.ts';
import { first } from './es/first.ts';
import { functions } from './es/functions.ts';
import { letters } from './es/letters.ts';
import { metrics } from './es/metrics.ts';
import { pipeline } from './es/pipeline.ts';
import { predict } from './es/predict.ts';
import { predictFile } from './es/predict-file.ts';
import { runs } from './es/runs.ts';
import { shell } from './es/shell.ts';
import { states } from './es/states.ts';
import { ui } from './es/ui.ts';
import { upload } from './es/upload.ts';
import { versions } from './es/versions.ts';
import type { Texts } from './texts.ts';

export const es: Texts = {
  shell,
  ui,
  states,
  metrics,
  first,
  predict,
  predictFile,
  pipeline,
  batches,
  upload,
  letters,
  functions,
  datasets,
  data,
  versions,
  artifacts,
  declaration,
  figures,
  runs,
  access,
  audit,
};
