/** POST /test_preprocess: the features as the model sees them; null where one is missing. */
import { type Answer, type HttpRequest, json } from '../../shared/runtime/http/http.ts';
import { readInput, summaryOf } from './input.ts';
import { modelOf, type Service } from './service.ts';

export async function preprocess(service: Service, _: HttpRequest, body: unknown): Promise<Answer> {
  const model = modelOf(service);
  const input = readInput(service.dataset, body);
  const values = await model.features(input.row);
  const { featureNames, version } = model.metadata;
  return json({
    features: Object.fromEntries(featureNames.map((name, index) => [name, orNull(values[index])])),
    feature_names: featureNames,
    normalised: input.row,
    input_summary: summaryOf(input, model),
    model_version: version,
  });
}

/** JSON has no NaN. */
export const orNull = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;
