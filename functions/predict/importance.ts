/** GET /importance: what matters to the model as a whole, measured when it was trained. */
import { type Answer, type HttpRequest, jsonText } from '../../shared/runtime/http/http.ts';
import { modelOf, type Service } from './service.ts';

export async function importance(service: Service, _request: HttpRequest): Promise<Answer> {
  const model = modelOf(service);
  const measured = await model.importance();
  return jsonText(`{"model_version":${model.metadata.version},${measured.slice(1)}`);
}
