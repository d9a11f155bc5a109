/** English: each part has a file of its own, so that who builds a page adds one. */
import { access } from './en/access.ts';
import { artifacts } from './en/artifacts.ts';
import { audit } from './en/audit.ts';
import { batches } from './en/batches.ts';
import { data } from './en/data.ts';
import { datasets } from './en/datasets.ts';
import { declaration } from './en/declaration.ts';
import { figures } from './en/figures.ts';
import { first } from './en/first.ts';
import { functions } from './en/functions.ts';
import { letters } from './en/letters.ts';
import { metrics } from './en/metrics.ts';
import { pipeline } from './en/pipeline.ts';
import { predict } from './en/predict.ts';
import { predictFile } from './en/predict-file.ts';
import { runs } from './en/runs.ts';
import { shell } from './en/shell.ts';
import { states } from './en/states.ts';
import { ui } from './en/ui.ts';
import { upload } from './en/upload.ts';
import { versions } from './en/versions.ts';

export const en = {
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
} as const;
