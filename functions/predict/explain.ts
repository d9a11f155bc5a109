/**
 * POST /explain and POST /batch_explain: what each feature adds to the answer, in the target's unit, and in the model's
 * own beside it. `?method=interventional` explains against a sample of training rows.
 */
import type { UnitExplanation } from '../../shared/ml/explain/in-user-unit.ts';
import type { Outputs } from '../../shared/onnx/session.ts';
import { type Answer, HttpError, type HttpRequest, json, jsonText } from '../../shared/runtime/http/http.ts';
import type { ModelMetadata } from '../../shared/tracking/artifact.ts';
import type { ModelAnswer } from './answers.ts';
import { batchOf } from './batch.ts';
import type { Explained, Explainer } from './explainer.ts';
import { type Input, readInput, remarksMember, summaryOf } from './input.ts';
import { readInputs } from './inputs.ts';
import { MOST_EXPLAINED } from './limits.ts';
import { orNull } from './preprocess.ts';
import { callersId } from './request-id.ts';
import type { Method, ServedModel } from './served-model.ts';
import { modelOf, type Service } from './service.ts';
import { tableOf } from './table.ts';
import { inTurns } from './turns.ts';

export async function explain(service: Service, request: HttpRequest, body: unknown): Promise<Answer> {
  const model = modelOf(service);
  const method = methodOf(request, model);
  const input = readInput(service.dataset, body);
  const [explanation] = await explanationsOf(model, await model.explainers[method](), [input]);
  return json({
    ...explanation,
    feature_names: model.metadata.featureNames,
    method,
    model_version: model.metadata.version,
    input_summary: summaryOf(input, model),
    request_id: callersId(request.headers),
  });
}

/** An array of objects (or CSV, NDJSON); the explanations in order. */
export async function batchExplain(service: Service, request: HttpRequest, body: Buffer): Promise<Answer> {
  const model = modelOf(service);
  const method = methodOf(request, model);
  const inputs = await readInputs(service.dataset, batchOf(request, body), MOST_EXPLAINED);
  const explanations = await explanationsOf(model, await model.explainers[method](), inputs);
  const texts = await inTurns(textsOf(explanations, inputs, model));
  const rest = JSON.stringify({
    feature_names: model.metadata.featureNames,
    method,
    model_version: model.metadata.version,
    request_id: callersId(request.headers),
  });
  return jsonText(`{"explanations":[${texts.join(',')}],${rest.slice(1)}`);
}

function* textsOf(
  explanations: readonly object[],
  inputs: readonly Input[],
  model: ServedModel,
): Generator<undefined, string[], undefined> {
  const texts: string[] = [];
  for (const [row, input] of inputs.entries()) {
    texts.push(JSON.stringify({ ...explanations[row], ...remarksMember(input, model) }));
    yield;
  }
  return texts;
}

/** @throws HttpError 422 when the query asks for a method that there is not, or not for this model */
function methodOf({ query }: HttpRequest, { metadata: { explanation } }: ServedModel): Method {
  const methods: readonly Method[] = explanation ? [explanation] : ['path_dependent', 'interventional'];
  const asked = query.get('method') ?? methods[0];
  const method = methods.find((one) => one === asked);
  if (method) return method;
  throw new HttpError(422, `no method "${asked?.slice(0, 100)}": ${methods.join(' or ')}`);
}

async function explanationsOf(
  { metadata, graph, answers }: ServedModel,
  explainer: Explainer,
  inputs: readonly Input[],
): Promise<object[]> {
  const table = tableOf(
    graph.inputs,
    inputs.map(({ row }) => row),
  );
  const outputs = await graph.run(table, [...answers.wanted, 'features']);
  const features = outputs.features as Float32Array;
  const x = { rows: inputs.length, names: metadata.featureNames, data: features };
  const explained = await explainer({ x, table, answers: answersIn(outputs) });
  const width = metadata.featureNames.length;
  return answers.of(outputs, inputs.length).map((answer, row) => ({
    ...answer,
    ...shapValues(metadata, answer, explained[row] as Explained),
    feature_values: Array.from(features.subarray(row * width, (row + 1) * width), orNull),
  }));
}

const answersIn = ({ prediction, probabilities }: Outputs): Float32Array =>
  (prediction ?? probabilities) as Float32Array;

function shapValues(metadata: ModelMetadata, answer: ModelAnswer, explained: Explained): object {
  const values = metadata.classes
    ? ofClasses(metadata.classes, answer, explained)
    : valuesOf(explained.unit[0]);
  return { ...values, raw: rawOf(metadata, explained) };
}

/** `shap_values` are those of the label; those of every class are in `classes`. */
function ofClasses(names: readonly string[], { label }: ModelAnswer, { unit }: Explained): object {
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
