/** POST /predict: one object, one answer. */
import { type Answer, type HttpRequest, json } from '../../shared/runtime/http.ts';
import { readInput, summaryOf } from './input.ts';
import { predictions, unknownValues } from './metrics.ts';
import { requestIdOf } from './request-id.ts';
import { modelOf, type Service, stageOf } from './service.ts';

export async function predict(service: Service, request: HttpRequest): Promise<Answer> {
  const started = performance.now();
  const model = modelOf(service);
  const input = await readInput(service.dataset, request);
  const output = await model.answer(input.row);
  const { version, runId, featureNames } = model.metadata;
  const requestId = requestIdOf(request);
  const summary = summaryOf(input, model);
  const milliseconds = performance.now() - started;
  service.latencies.add(milliseconds);
  predictions.inc({ route: 'predict' });
  for (const column in summary.unknown) unknownValues.inc({ column });
  service.log.prediction({
    requestId,
    at: new Date().toISOString(),
    modelVersion: version,
    input: input.given,
    output,
    milliseconds,
  });
  return json({
    ...output,
    model_version: version,
    model_stage: stageOf(model, service.versions.production),
    model_run_id: runId,
    features_used: featureNames,
    input_summary: summary,
    request_id: requestId,
  });
}
