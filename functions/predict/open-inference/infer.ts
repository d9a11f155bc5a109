/** POST /v2/models/<model>[/versions/<version>]/infer: tensors in, tensors out. */
import type { Outputs } from '../../../shared/onnx/session.ts';
import { type Answer, HttpError, type HttpRequest, json } from '../../../shared/runtime/http.ts';
import { knownTrace } from '../../../shared/runtime/tracing/request.ts';
import { countAnswers } from '../metrics.ts';
import { requestIdOf } from '../request-id.ts';
import type { ServedModel } from '../served-model.ts';
import type { Service } from '../service.ts';
import { tableOf } from '../table.ts';
import { widthOf } from './metadata.ts';
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
  const id = typeof asked.id === 'string' ? asked.id.slice(0, 200) : requestIdOf(request);
  const started = performance.now();
  const both = [...new Set([...model.answers.wanted, ...wanted])];
  const outputs = await model.graph.run(tableOf(model.graph.inputs, rows), both);
  const answers = model.answers.of(outputs, rows.length);
  countAnswers(service.dataset, 'infer', answers);
  const requestId = requestIdOf(request);
  const trace = knownTrace(request);
  for (const [index, row] of rows.entries())
    service.log.prediction(
      {
        requestId: `${requestId}-${index}`,
        at: new Date().toISOString(),
        modelVersion: model.metadata.version,
        input: row,
        output: answers[index] ?? {},
        milliseconds: (performance.now() - started) / rows.length,
      },
      trace,
    );
  return json({
    model_name: service.dataset.name,
    model_version: String(model.metadata.version),
    id,
    outputs: wanted.map((name) => tensorOf(name, outputs[name], rows.length, model)),
  });
}

/** Those that are asked for; without a word the answer itself, not what it was computed from. */
function wantedOutputs({ graph, answers }: ServedModel, asked: unknown): readonly string[] {
  if (asked === undefined || asked === null || (Array.isArray(asked) && asked.length === 0))
    return answers.wanted;
  if (!Array.isArray(asked)) throw new HttpError(400, '"outputs" must be a list');
  const names = asked.map((output) => String((output as { name?: unknown } | null)?.name));
  const unknown = names.find((name) => !graph.outputs.includes(name));
  if (unknown === undefined) return names;
  throw new HttpError(400, `no output "${unknown.slice(0, 100)}", there are: ${graph.outputs.join(', ')}`);
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
