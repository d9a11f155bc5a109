/** GET /openapi.json: the contract of this data set's predictions, made from its declaration. */

import { requestSchema } from '../../../shared/datasets/schema.ts';
import { type Answer, json } from '../../../shared/runtime/http/http.ts';
import type { Service } from '../service.ts';
import { VERSION } from '../version.ts';
import { comparablesSchema, explanationSchema, importanceSchema } from './explaining.ts';
import { pathsOf } from './paths.ts';
import { acceptedSchema, answerSchema, errorSchema, feedbackSchema } from './schemas.ts';

const made = new WeakMap<object, Answer>();

export function openapi({ dataset }: Service): Answer {
  const known = made.get(dataset);
  if (known) return known;
  const answer = json({
    openapi: '3.1.0',
    info: {
      title: `${dataset.title}: predictions of ${dataset.target.column}`,
      description: dataset.description,
      version: VERSION,
    },
    servers: [{ url: '.' }],
    paths: pathsOf(dataset.listed),
    components: {
      schemas: {
        Input: requestSchema(dataset),
        Answer: answerSchema(dataset),
        Explanation: explanationSchema(dataset),
        Importance: importanceSchema,
        Comparables: comparablesSchema(dataset),
        Feedback: feedbackSchema(dataset),
        Accepted: acceptedSchema,
        Error: errorSchema,
      },
    },
  });
  made.set(dataset, answer);
  return answer;
}
