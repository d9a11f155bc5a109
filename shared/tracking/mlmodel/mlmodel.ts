/** MLmodel: MLflow's description of a version, from which its clients know how to load it and what it takes. */
import type { Dataset } from '../../datasets/declaration.ts';
import type { ModelMetadata } from '../artifact.ts';
import { runIdOf } from '../runs.ts';
import { LOADER } from './loader.ts';

/** The clients from this one on read it; newer ones have added nothing that is needed. */
const MLFLOW = '2.10.2';
/** What the graphs are written for. */
const ONNX = '1.15.0';
export const PYTHON = '3.11.0';

type Described = Pick<ModelMetadata, 'dataset' | 'version' | 'runId' | 'createdAt' | 'inputs' | 'classes'>;

export function mlmodelText(metadata: Described, columns: Dataset['columns']): string {
  const { dataset, version, runId, createdAt } = metadata;
  return [
    'artifact_path: model',
    'flavors:',
    '  onnx:',
    '    code: code',
    '    data: model.onnx',
    `    onnx_version: ${ONNX}`,
    '    providers:',
    '    - CPUExecutionProvider',
    '  python_function:',
    '    code: code',
    '    data: model.onnx',
    '    env:',
    '      conda: conda.yaml',
    '      virtualenv: python_env.yaml',
    `    loader_module: ${LOADER}`,
    `    python_version: ${PYTHON}`,
    `mlflow_version: ${MLFLOW}`,
    `model_uuid: ${runIdOf('model', dataset, version, runId)}`,
    `run_id: ${runId}`,
    'saved_input_example_info:',
    '  artifact_path: input_example.json',
    '  pandas_orient: split',
    '  type: dataframe',
    'signature:',
    `  inputs: ${quoted(inputsOf(metadata, columns))}`,
    `  outputs: ${quoted(outputsOf(metadata))}`,
    '  params: null',
    `utc_time_created: '${createdAt.replace('T', ' ').replace('Z', '')}'`,
    '',
  ].join('\n');
}

/** As YAML has it in single quotes: of what is in it only a quote means something. */
const quoted = (value: unknown): string => `'${JSON.stringify(value).replaceAll("'", "''")}'`;

/** A day is a text for who asks, and a number in the graph. Every column may be absent. */
export function inputsOf({ inputs }: Pick<Described, 'inputs'>, columns: Dataset['columns']): object[] {
  return inputs.map(({ name, type }) => {
    const isText = type === 'string' || columns[name]?.type === 'date';
    return { type: isText ? 'string' : 'double', name, required: false };
  });
}

function outputsOf({ classes }: Pick<Described, 'classes'>): object[] {
  const named = (type: string) => (name: string) => ({ type, name, required: true });
  if (!classes) return ['prediction', 'lower', 'upper'].map(named('double'));
  return [named('string')('label'), ...classes.map((name) => `probability_${name}`).map(named('double'))];
}
