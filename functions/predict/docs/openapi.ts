/** GET /openapi.json: the contract of this data set's predictions, made from its declaration. */

import type { Dataset } from '../../../shared/datasets/declaration.ts';
import { requestSchema } from '../../../shared/datasets/schema.ts';
import { asksForCredentials } from '../../../shared/runtime/access/authenticate.ts';
import { type Answer, json } from '../../../shared/runtime/http/http.ts';
import type { Service } from '../service.ts';
import { VERSION } from '../version.ts';
import { guarded, security, securitySchemes } from './access.ts';
import { comparablesSchema, explanationSchema, importanceSchema } from './explaining.ts';
import { pathsOf } from './paths.ts';
import { acceptedSchema, answerSchema, errorSchema, feedbackSchema } from './schemas.ts';

interface Made {
  readonly open: Answer;
  /** Where whoever asks has to show a credential. */
  readonly asking: Answer;
}

const made = new WeakMap<Dataset, Made>();

export async function openapi({ dataset }: Service): Promise<Answer> {
  const known = made.get(dataset) ?? make(dataset);
  made.set(dataset, known);
  return (await asksForCredentials()) ? known.asking : known.open;
}

function make(dataset: Dataset): Made {
  const paths = pathsOf(dataset.listed);
  const schemas = schemasOf(dataset);
  const told = {
    openapi: '3.1.0',
    info: {
      title: `${dataset.title}: predictions of ${dataset.target.column}`,
      description: dataset.description,
      version: VERSION,
    },
    servers: [{ url: '.' }],
  };
  return {
    open: json({ ...told, paths, components: { schemas } }),
    asking: json({ ...told, security, paths: guarded(paths), components: { schemas, securitySchemes } }),
  };
}

const schemasOf = (dataset: Dataset): object => ({
  Input: requestSchema(dataset),
  Answer: answerSchema(dataset),
  Explanation: explanationSchema(dataset),
  Importance: importanceSchema,
  Comparables: comparablesSchema(dataset),
  Feedback: feedbackSchema(dataset),
  Accepted: acceptedSchema,
  Error: errorSchema,
});
