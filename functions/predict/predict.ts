/** POST /predict: one object, one answer. */
import { type Answer, type HttpRequest, jsonText } from '../../shared/runtime/http.ts';
import { readInput, summaryOf } from './input.ts';
import { predictions, unknownValues } from './metrics.ts';
import { requestIdOf } from './request-id.ts';
import { modelOf, type Service, stageOf } from './service.ts';

export async function predict(service: Service, request: HttpRequest): Promise<Answer> {
  const started = performance.now();
  const model = modelOf(service);
  const input = await readInput(service.dataset, request);
  const output = await model.answer(input.row);
  const requestId = requestIdOf(request);
  const summary = summaryOf(input, model);
  const milliseconds = performance.now() - started;
  service.latencies.add(milliseconds);
  predictions.inc({ route: 'predict' });
  for (const column in summary.unknown) unknownValues.inc({ column });
  service.log.prediction({
    requestId,
    at: new Date().toISOString(),
    modelVersion: model.metadata.version,
    input: input.given,
    output,
    milliseconds,
  });
  const rest = {
    model_stage: stageOf(model, service.versions.production),
    input_summary: summary,
    request_id: requestId,
  };
  return jsonText(
    `${JSON.stringify(output).slice(0, -1)},${model.signature},${JSON.stringify(rest).slice(1)}`,
  );
}
