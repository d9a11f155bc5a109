/** POST /explain: what each feature adds to the answer, in the target's unit, and in the model's own beside it. */
import type { UnitExplanation } from '../../shared/ml/in-user-unit.ts';
import { type Answer, type HttpRequest, json } from '../../shared/runtime/http.ts';
import type { ModelMetadata } from '../../shared/tracking/artifact.ts';
import type { ModelAnswer } from './answers.ts';
import type { Explained } from './explainer.ts';
import { readInput, summaryOf } from './input.ts';
import { orNull } from './preprocess.ts';
import { requestIdOf } from './request-id.ts';
import { modelOf, type Service } from './service.ts';
import { tableOf } from './table.ts';

export async function explain(service: Service, request: HttpRequest): Promise<Answer> {
  const model = modelOf(service);
  const { metadata, graph, answers, explainer } = model;
  const input = await readInput(service.dataset, request);
  const outputs = await graph.run(tableOf(graph.inputs, [input.row]), [...answers.wanted, 'features']);
  const features = outputs.features as Float32Array;
  const answer = answers.of(outputs, 1)[0] as ModelAnswer;
  const explained = explainer(features, (outputs.prediction ?? outputs.probabilities) as Float32Array);
  return json({
    ...answer,
    ...(metadata.classes ? ofClasses(metadata, answer, explained) : valuesOf(explained.unit[0])),
    feature_names: metadata.featureNames,
    feature_values: Array.from(features, orNull),
    raw: rawOf(metadata, explained),
    model_version: metadata.version,
    input_summary: summaryOf(input, model),
    request_id: requestIdOf(request),
  });
}

/** `shap_values` are those of the label; those of every class are in `classes`. */
function ofClasses({ classes }: ModelMetadata, { label }: ModelAnswer, { unit }: Explained): object {
  const names = classes ?? [];
  return {
    ...valuesOf(unit[names.indexOf(label as string)]),
    classes: Object.fromEntries(names.map((name, index) => [name, valuesOf(unit[index])])),
  };
}

function valuesOf(explanation: UnitExplanation | undefined): object {
  return {
    shap_values: Array.from(explanation?.contributions ?? []),
    base_value: explanation?.base,
  };
}

/** base + values = score; one for each class where there are classes. */
function rawOf({ classes }: ModelMetadata, { raw }: Explained): object {
  const one = (index: number): object => {
    const values = Array.from(raw.contributions[index] ?? []);
    const base = raw.base[index] as number;
    return {
      shap_values: values,
      base_value: base,
      score: values.reduce((sum, value) => sum + value, base),
    };
  };
  return classes ? Object.fromEntries(classes.map((name, index) => [name, one(index)])) : one(0);
}
