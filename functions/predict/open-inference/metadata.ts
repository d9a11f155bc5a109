/** The reading part of the Open Inference Protocol v2: what the server and its model are, and whether they are ready. */

import { type Answer, HttpError, type HttpRequest, json } from '../../../shared/runtime/http/http.ts';
import type { ServedModel } from '../served-model.ts';
import type { Service } from '../service.ts';
import { VERSION } from '../version.ts';
import { modelPath } from './path.ts';

/** Beside the graph's own outputs: the id of each row, by which its true outcome can be told. */
export const ROW_IDS = 'request_id';

export function openInferenceMetadata(service: Service, { path }: HttpRequest): Answer {
  switch (path) {
    case '/v2':
    case '/v2/':
      return json({
        name: `marea-predict-${service.dataset.name}`,
        version: VERSION,
        extensions: ['binary_tensor_data'],
      });
    case '/v2/health/live':
      return json({ live: true });
    case '/v2/health/ready': {
      const ready = service.versions.current !== undefined;
      return json({ live: true, ready }, ready ? 200 : 503);
    }
  }
  const { model, action } = modelPath(service, path);
  if (action === 'infer') throw new HttpError(405, `${path} takes POST, not GET`);
  if (action === 'ready') return json({ name: service.dataset.name, ready: true });
  return json(description(service, model));
}

function description({ dataset }: Service, { graph, metadata }: ServedModel): object {
  return {
    name: dataset.name,
    versions: [String(metadata.version)],
    platform: 'onnx_onnxv1',
    inputs: graph.inputs.map(({ name, type }) => ({
      name,
      datatype: datatypeOf(type),
      shape: [-1, 1],
    })),
    outputs: [
      ...graph.outputs.map((name) => ({
        name,
        datatype: name === 'label' ? 'BYTES' : 'FP32',
        shape: name === 'label' ? [-1] : [-1, widthOf(name, metadata)],
      })),
      { name: ROW_IDS, datatype: 'BYTES', shape: [-1] },
    ],
  };
}

const datatypeOf = (type: 'float' | 'string'): 'FP32' | 'BYTES' => (type === 'float' ? 'FP32' : 'BYTES');

/** Values of one row in this output. */
export function widthOf(output: string, { featureNames, classes }: ServedModel['metadata']): number {
  if (output === 'features') return featureNames.length;
  return output === 'probabilities' || output === 'raw' ? (classes?.length ?? 1) : 1;
}
