/** The Open Inference Protocol v2: metadata, and the same answers as /predict gives. */
import type { Dataset } from '../../../shared/datasets/declaration.ts';
import { answerIn } from './answers.ts';
import { type Check, expected, need, needNear } from './call.ts';

/** As openapi.json has them. */
const MODELS = ['/v2/models/{model}', '/v2/models/{model}/versions/{version}'];

interface Tensor {
  readonly name: string;
  readonly datatype: string;
  readonly shape: readonly number[];
  readonly data: readonly (string | number)[];
}

export function openInferenceChecks(dataset: Dataset): Check[] {
  const model = `/v2/models/${dataset.name}`;
  return [
    {
      routes: [
        ...['/v2', '/v2/health/live', '/v2/health/ready'].map((path) => `GET ${path}`),
        ...MODELS.flatMap((path) => [`GET ${path}`, `GET ${path}/ready`]),
      ],
      holds: async (call) => {
        for (const path of ['/v2', '/v2/health/live', '/v2/health/ready', `${model}/ready`])
          await expected(200, call(`GET ${path}`));
        const { fields } = await expected(200, call(`GET ${model}`));
        const [version] = fields.versions as string[];
        for (const path of ['', '/ready'])
          await expected(200, call(`GET ${model}/versions/${version}${path}`));
        need(fields.name === dataset.name, `the model is called ${JSON.stringify(fields.name)}`);
        await expected(404, call('GET /v2/models/nothing'));
      },
    },
    {
      routes: MODELS.map((path) => `POST ${path}/infer`),
      holds: async (call) => {
        const { inputs, versions } = (await expected(200, call(`GET ${model}`))).fields;
        const row = withoutDates(dataset);
        const tensors = (inputs as Tensor[]).flatMap(({ name, datatype }) =>
          row[name] === undefined ? [] : [{ name, datatype, shape: [1, 1], data: [row[name]] }],
        );
        const { fields } = await expected(200, call(`POST ${model}/infer`, { id: 'smoke', inputs: tensors }));
        need(fields.id === 'smoke', `the id is not echoed: ${JSON.stringify(fields.id)}`);
        const sent = Object.fromEntries(tensors.map(({ name, data }) => [name, data[0]]));
        const alone = answerIn((await expected(200, call('POST /predict', sent))).fields, dataset);
        const wanted = dataset.target.task === 'regression' ? 'prediction' : 'label';
        const [value] = (fields.outputs as Tensor[]).find(({ name }) => name === wanted)?.data ?? [];
        if (typeof alone === 'number') needNear(alone, Number(value), 1e-6, '/predict and infer differ');
        else need(alone === value, `/predict says ${alone}, infer ${value}`);
        const [version] = versions as string[];
        await expected(200, call(`POST ${model}/versions/${version}/infer`, { inputs: tensors }));
        await expected(400, call(`POST ${model}/infer`, { inputs: [] }));
      },
    },
  ];
}

/** A date is a number of days there. */
const withoutDates = ({ example, columns }: Dataset): Dataset['example'] =>
  Object.fromEntries(Object.entries(example).filter(([name]) => columns[name]?.type !== 'date'));
