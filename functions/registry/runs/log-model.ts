/** Models as clients of MLflow 2 log them: noted in a tag of the run, as a list in JSON. */
import { type Answer, type HttpRequest, json } from '../../../shared/runtime/http/http.ts';
import { database } from '../../../shared/runtime/resources.ts';
import { changeTag } from '../../../shared/tracking/mlflow/tags.ts';
import { invalid } from '../refused.ts';
import { type Fields, isFields, requiredIn, runIn } from '../wire/fields.ts';
import { within } from '../wire/names.ts';
import { targetFound } from './target.ts';

const HISTORY = 'mlflow.log-model.history';
const MANDATORY = ['artifact_path', 'flavors', 'utc_time_created', 'run_id'];
/** What of a model is noted: without its signature and its example, which may be long. */
const NOTED = ['run_id', 'artifact_path', 'utc_time_created', 'model_uuid', 'flavors'];
const LIMIT = 8000;

export async function logModel(request: HttpRequest, body: Fields): Promise<Answer> {
  const run = runIn(body);
  const model = modelIn(requiredIn(body, 'model_json'));
  await targetFound(request, run);
  await database().begin((tx) =>
    changeTag(tx, run, HISTORY, (before) => within(LIMIT, asPython(withModel(before, model)), 'value')),
  );
  return json({});
}

/** As Python writes JSON, with blanks: the tag is the same text that MLflow would have. */
const asPython = (value: unknown): string =>
  JSON.stringify(value, null, 1)
    .replaceAll(/,\n\s*/g, ', ')
    .replaceAll(/\n\s*/g, '');

function modelIn(text: string): Fields {
  const model = parsed(text);
  if (!isFields(model)) throw invalid(`Malformed model info. \n ${text} \n is not a valid JSON.`);
  const missing = MANDATORY.filter((field) => !(field in model));
  if (missing.length > 0)
    throw invalid(
      `Model json is missing mandatory fields: {${missing.map((field) => `'${field}'`).join(', ')}}`,
    );
  return Object.fromEntries(NOTED.filter((field) => field in model).map((field) => [field, model[field]]));
}

/** What was noted before and the model behind it; one that is sent again is not noted again. */
function withModel(before: string | undefined, model: Fields): unknown[] {
  const noted = parsed(before ?? '[]');
  const known = Array.isArray(noted) ? noted : [];
  return JSON.stringify(known.at(-1)) === JSON.stringify(model) ? known : [...known, model];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
