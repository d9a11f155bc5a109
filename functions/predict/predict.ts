/** POST /predict: one object, one answer. */
import { type Answer, type HttpRequest, jsonText } from '../../shared/runtime/http/http.ts';
import { knownTrace } from '../../shared/runtime/tracing/request.ts';
import { inner } from '../../shared/runtime/tracing/tracing.ts';
import { askedBy } from './asked-by.ts';
import { readInput, summaryOf } from './input.ts';
import { countAnswers, countUnknown } from './metrics.ts';
import { requestIdOf } from './request-id.ts';
import { modelOf, type Service, stageOf } from './service.ts';

export async function predict(service: Service, request: HttpRequest, body: unknown): Promise<Answer> {
  const started = performance.now();
  const model = modelOf(service);
  const input = readInput(service.dataset, body);
  const output = await inner('model run', {}, () => model.answer(input.row));
  const requestId = requestIdOf(request);
  const summary = summaryOf(input, model);
  const milliseconds = performance.now() - started;
  service.latencies.add(milliseconds);
  service.recent.remember(requestId, 1);
  countAnswers(service.dataset, 'predict', [output]);
  countUnknown(summary.unknown);
  service.log.prediction(
    {
      requestId,
      at: new Date().toISOString(),
      modelVersion: model.metadata.version,
      input: input.given,
      output,
      milliseconds,
      ...askedBy(request),
    },
    knownTrace(request),
  );
  const rest = {
    model_stage: stageOf(model, service.versions.production),
    input_summary: summary,
    request_id: requestId,
  };
  return jsonText(
    `${JSON.stringify(output).slice(0, -1)},${model.signature},${JSON.stringify(rest).slice(1)}`,
  );
}
