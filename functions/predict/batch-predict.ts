/** POST /batch_predict: many rows (JSON array, NDJSON or CSV), answered in order, as a stream when there are many. */
import { Readable } from 'node:stream';
import type { Answer, HttpRequest } from '../../shared/runtime/http/http.ts';
import type { Trace } from '../../shared/runtime/trace.ts';
import { knownTrace } from '../../shared/runtime/tracing/request.ts';
import { inner } from '../../shared/runtime/tracing/tracing.ts';
import { askedBy } from './asked-by.ts';
import { batchOf } from './batch.ts';
import { type Input, remarksMember } from './input.ts';
import { readInputs } from './inputs.ts';
import { MOST_ROWS } from './limits.ts';
import { countAnswers, countUnknown } from './metrics.ts';
import { PIECE } from './pieces.ts';
import { requestIdOf, rowId } from './request-id.ts';
import type { ServedModel } from './served-model.ts';
import { modelOf, type Service, stageOf } from './service.ts';

export async function batchPredict(service: Service, request: HttpRequest, body: Buffer): Promise<Answer> {
  const model = modelOf(service);
  // All rows are checked before the first is answered: a stream cannot take back its 200.
  const inputs = await readInputs(service.dataset, batchOf(request, body), MOST_ROWS);
  const requestId = requestIdOf(request);
  service.recent.remember(requestId, inputs.length);
  const lines = request.headers.accept?.includes('ndjson') === true;
  const asked = { requestId, trace: knownTrace(request), by: askedBy(request) };
  const pieces = answerPieces(service, model, inputs, asked);
  const text = lines ? asLines(pieces) : asObject(pieces, envelope(service, model, requestId));
  const headers = {
    'content-type': lines ? 'application/x-ndjson' : 'application/json; charset=utf-8',
  };
  if (inputs.length > PIECE) return { status: 200, headers, body: Readable.from(text) };
  let whole = '';
  for await (const piece of text) whole += piece;
  return { status: 200, headers, body: whole };
}

interface Asked {
  readonly requestId: string;
  readonly trace: Trace | undefined;
  readonly by: ReturnType<typeof askedBy>;
}

/** The answers to some hundred rows at a time, each as JSON. */
async function* answerPieces(
  service: Service,
  model: ServedModel,
  inputs: readonly Input[],
  { requestId, trace, by }: Asked,
): AsyncGenerator<string[]> {
  for (let start = 0; start < inputs.length; start += PIECE) {
    const piece = inputs.slice(start, start + PIECE);
    const began = performance.now();
    const outputs = await inner('model run', { 'marea.rows': piece.length }, () =>
      model.answerAll(piece.map(({ row }) => row)),
    );
    const milliseconds = (performance.now() - began) / piece.length;
    const at = new Date().toISOString();
    countAnswers(service.dataset, 'batch_predict', outputs);
    yield piece.map((input, index) => {
      const { given } = input;
      const output = outputs[index] ?? {};
      const remarks = remarksMember(input, model);
      countUnknown(remarks.input_summary?.unknown);
      const id = rowId(requestId, start + index, inputs.length);
      service.log.prediction(
        {
          requestId: id,
          at,
          modelVersion: model.metadata.version,
          input: given,
          output,
          milliseconds,
          ...by,
        },
        trace,
      );
      return JSON.stringify({ input: given, ...output, request_id: id, ...remarks });
    });
  }
}

async function* asLines(pieces: AsyncIterable<string[]>): AsyncGenerator<string> {
  for await (const piece of pieces) yield `${piece.join('\n')}\n`;
}

async function* asObject(pieces: AsyncIterable<string[]>, rest: object): AsyncGenerator<string> {
  let before = '{"predictions":[';
  for await (const piece of pieces) {
    yield before + piece.join(',');
    before = ',';
  }
  yield `${before === ',' ? '' : before}],${JSON.stringify(rest).slice(1)}`;
}

function envelope({ versions }: Service, model: ServedModel, requestId: string): object {
  return {
    model_version: model.metadata.version,
    model_stage: stageOf(model, versions.production),
    model_run_id: model.metadata.runId,
    request_id: requestId,
  };
}
