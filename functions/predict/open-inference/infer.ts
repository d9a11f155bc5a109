/** POST /v2/models/<model>[/versions/<version>]/infer: tensors in, tensors out. */
import type { Outputs } from '../../../shared/onnx/session.ts';
import { type Answer, HttpError, type HttpRequest } from '../../../shared/runtime/http/http.ts';
import type { Trace } from '../../../shared/runtime/trace.ts';
import { knownTrace } from '../../../shared/runtime/tracing/request.ts';
import type { ModelAnswer } from '../answers.ts';
import { askedBy } from '../asked-by.ts';
import { type Input, remarksOn } from '../input.ts';
import { countAnswers, countUnknown } from '../metrics.ts';
import { PIECE } from '../pieces.ts';
import { idInBody, requestIdOf, rowId } from '../request-id.ts';
import type { ServedModel } from '../served-model.ts';
import type { Service } from '../service.ts';
import { tableOf } from '../table.ts';
import { inferAnswer, type OutputTensor } from './answer.ts';
import { inferBody, refuseUndeclared } from './body.ts';
import { inputsFrom } from './inputs.ts';
import { ROW_IDS, widthOf } from './metadata.ts';
import { wantedOutputs } from './outputs.ts';
import { modelPath } from './path.ts';
import { tensorsFrom } from './tensors.ts';

/** @throws HttpError 400 for what does not fit, 404 for another model, 413 for too many rows */
export async function infer(service: Service, request: HttpRequest, body: Buffer): Promise<Answer> {
  const { model, action } = modelPath(service, request.path);
  if (action !== 'infer') throw new HttpError(405, `${request.path} takes GET, not POST`);
  refuseUndeclared(request);
  const { asked, binary } = inferBody(request, body);
  const wanted = wantedOutputs(model, asked);
  const id = idInBody(asked.id) ?? requestIdOf(request);
  const inputs = await inputsFrom(
    service.dataset,
    model,
    tensorsFrom(asked.inputs, binary, model.graph.inputs.length),
  );
  const ids = inputs.map((_, row) => rowId(id, row, inputs.length));
  const by = { service, model, trace: knownTrace(request), asked: askedBy(request) };
  const names = wanted.map(({ name }) => name).filter((name) => name !== ROW_IDS);
  const pieces = await answered(by, { inputs, ids, names });
  service.recent.remember(id, inputs.length);
  const tensors = wanted.map(({ name, binary: isBinary }): OutputTensor => {
    const values = name === ROW_IDS ? ids : joined(pieces.map((piece) => piece[name]));
    return { name, values, shape: shapeOf(name, inputs.length, model), binary: isBinary };
  });
  const version = String(model.metadata.version);
  return await inferAnswer({ model_name: service.dataset.name, model_version: version, id }, tensors);
}

interface By {
  readonly service: Service;
  readonly model: ServedModel;
  readonly trace: Trace | undefined;
  readonly asked: ReturnType<typeof askedBy>;
}

interface Asked {
  readonly inputs: readonly Input[];
  readonly ids: readonly string[];
  readonly names: readonly string[];
}

/** The outputs for some hundred rows at a time, others being served in between. */
async function answered(by: By, { inputs, ids, names }: Asked): Promise<readonly Outputs[]> {
  const { graph, answers } = by.model;
  const both = [...new Set([...answers.wanted, ...names])];
  const pieces: Outputs[] = [];
  // No rows have outputs, too: empty ones.
  for (let start = 0; start < Math.max(inputs.length, 1); start += PIECE) {
    const piece = inputs.slice(start, start + PIECE);
    const began = performance.now();
    const outputs = await graph.run(
      tableOf(
        graph.inputs,
        piece.map(({ row }) => row),
      ),
      both,
    );
    const milliseconds = (performance.now() - began) / piece.length;
    log(by, {
      inputs: piece,
      ids: ids.slice(start),
      answers: answers.of(outputs, piece.length),
      milliseconds,
    });
    pieces.push(outputs);
  }
  return pieces;
}

interface Answered {
  readonly inputs: readonly Input[];
  readonly ids: readonly string[];
  readonly answers: readonly ModelAnswer[];
  /** Of one row. */
  readonly milliseconds: number;
}

function log({ service, model, trace, asked }: By, { inputs, ids, answers, milliseconds }: Answered): void {
  countAnswers(service.dataset, 'infer', answers);
  const at = new Date().toISOString();
  const modelVersion = model.metadata.version;
  for (const [index, one] of inputs.entries()) {
    countUnknown(remarksOn(one, model).unknown);
    const { given: input } = one;
    const output = answers[index] ?? {};
    const requestId = ids[index] ?? '';
    service.log.prediction({ requestId, at, modelVersion, input, output, milliseconds, ...asked }, trace);
  }
}

const shapeOf = (name: string, rows: number, { metadata }: ServedModel): readonly number[] =>
  name === 'label' || name === ROW_IDS ? [rows] : [rows, widthOf(name, metadata)];

function joined(pieces: readonly (Outputs[string] | undefined)[]): OutputTensor['values'] {
  const [first] = pieces;
  if (pieces.length === 1 && first) return first;
  const numbers = pieces.filter((piece) => piece instanceof Float32Array);
  if (numbers.length < pieces.length)
    return pieces.flatMap((piece) => (piece instanceof Float32Array ? [] : (piece ?? [])));
  const all = new Float32Array(numbers.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of numbers) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
