/** POST /v2/models/<model>[/versions/<version>]/infer: tensors in, tensors out. */
import type { Row } from '../../../shared/datasets/schema.ts';
import type { Outputs } from '../../../shared/onnx/session.ts';
import { type Answer, HttpError, type HttpRequest, json } from '../../../shared/runtime/http.ts';
import type { Trace } from '../../../shared/runtime/trace.ts';
import { knownTrace } from '../../../shared/runtime/tracing/request.ts';
import type { ModelAnswer } from '../answers.ts';
import { countAnswers } from '../metrics.ts';
import { idInBody, requestIdOf, rowId } from '../request-id.ts';
import type { ServedModel } from '../served-model.ts';
import type { Service } from '../service.ts';
import { tableOf } from '../table.ts';
import { ROW_IDS, widthOf } from './metadata.ts';
import { modelPath } from './path.ts';
import { rowsFrom } from './tensors.ts';

interface InferRequest {
  readonly id?: unknown;
  readonly inputs?: unknown;
  readonly outputs?: unknown;
}

/** @throws HttpError 400 for what does not fit, 404 for another model */
export async function infer(service: Service, request: HttpRequest, body: unknown): Promise<Answer> {
  const { model, action } = modelPath(service, request.path);
  if (action !== 'infer') throw new HttpError(405, `${request.path} takes GET, not POST`);
  const asked = (body ?? {}) as InferRequest;
  const rows = rowsFrom(service.dataset, model, asked.inputs);
  const wanted = wantedOutputs(model, asked.outputs);
  const id = idInBody(asked.id) ?? requestIdOf(request);
  const ids = rows.map((_, row) => rowId(id, row, rows.length));
  const started = performance.now();
  const computed = wanted.filter((name) => name !== ROW_IDS);
  const both = [...new Set([...model.answers.wanted, ...computed])];
  const outputs = await model.graph.run(tableOf(model.graph.inputs, rows), both);
  const answers = model.answers.of(outputs, rows.length);
  countAnswers(service.dataset, 'infer', answers);
  service.recent.remember(id, rows.length);
  const milliseconds = (performance.now() - started) / rows.length;
  logRows({ service, model, trace: knownTrace(request) }, { ids, rows, answers, milliseconds });
  return json({
    model_name: service.dataset.name,
    model_version: String(model.metadata.version),
    id,
    outputs: wanted.map((name) =>
      name === ROW_IDS ? idTensor(ids) : tensorOf(name, outputs[name], rows.length, model),
    ),
  });
}

interface Answered {
  readonly ids: readonly string[];
  readonly rows: readonly Row[];
  readonly answers: readonly ModelAnswer[];
  /** Of one row. */
  readonly milliseconds: number;
}

function logRows(
  by: { readonly service: Service; readonly model: ServedModel; readonly trace: Trace | undefined },
  { ids, rows, answers, milliseconds }: Answered,
): void {
  const at = new Date().toISOString();
  const modelVersion = by.model.metadata.version;
  for (const [index, input] of rows.entries()) {
    const output = answers[index] ?? {};
    const requestId = ids[index] ?? '';
    by.service.log.prediction({ requestId, at, modelVersion, input, output, milliseconds }, by.trace);
  }
}

const idTensor = (ids: readonly string[]): object => ({
  name: ROW_IDS,
  datatype: 'BYTES',
  shape: [ids.length],
  data: ids,
});

/** Those that are asked for; without a word the answer itself and its ids, not what it was computed from. */
function wantedOutputs({ graph, answers }: ServedModel, asked: unknown): readonly string[] {
  if (asked === undefined || asked === null || (Array.isArray(asked) && asked.length === 0))
    return [...answers.wanted, ROW_IDS];
  if (!Array.isArray(asked)) throw new HttpError(400, '"outputs" must be a list');
  const names = asked.map((output) => String((output as { name?: unknown } | null)?.name));
  const there = [...graph.outputs, ROW_IDS];
  const unknown = names.find((name) => !there.includes(name));
  if (unknown === undefined) return names;
  throw new HttpError(400, `no output "${unknown.slice(0, 100)}", there are: ${there.join(', ')}`);
}

function tensorOf(
  name: string,
  values: Outputs[string] | undefined,
  rows: number,
  model: ServedModel,
): object {
  const texts = name === 'label';
  return {
    name,
    datatype: texts ? 'BYTES' : 'FP32',
    shape: texts ? [rows] : [rows, widthOf(name, model.metadata)],
    // JSON has no NaN: a missing feature becomes null.
    data: Array.from<string | number>(values ?? []),
  };
}
