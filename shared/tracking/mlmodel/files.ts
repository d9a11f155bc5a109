/** The files that make a version a model of MLflow's, beside its graph. */
import type { Dataset } from '../../datasets/declaration.ts';
import { FILES, type ModelMetadata } from '../artifact.ts';
import { LOADER, loaderText } from './loader.ts';
import { mlmodelText, PYTHON } from './mlmodel.ts';

/** What the loader and MLflow's own loader of ONNX import. */
const PACKAGES = ['mlflow', 'numpy', 'onnx>=1.15', 'onnxruntime>=1.17', 'pandas'];

/** Texts by the names of the files in the version's folder. */
export function mlflowFiles(
  metadata: ModelMetadata,
  columns: Dataset['columns'],
): Readonly<Record<string, string>> {
  return {
    [FILES.mlmodel]: mlmodelText(metadata, columns),
    'input_example.json': JSON.stringify(exampleOf(metadata)),
    'requirements.txt': lines(PACKAGES),
    'conda.yaml': lines([
      'channels:',
      '- conda-forge',
      'dependencies:',
      `- python=${PYTHON}`,
      '- pip',
      '- pip:',
      ...PACKAGES.map((one) => `  - ${one}`),
      'name: mlflow-env',
    ]),
    'python_env.yaml': lines([
      `python: ${PYTHON}`,
      'build_dependencies:',
      '- pip',
      'dependencies:',
      '- -r requirements.txt',
    ]),
    [`code/${LOADER}.py`]: loaderText,
  };
}

const lines = (all: readonly string[]): string => `${all.join('\n')}\n`;

/** One row, as pandas writes it with orient="split"; what the example does not have is missing. */
function exampleOf({ inputs, example }: Pick<ModelMetadata, 'inputs' | 'example'>): object {
  return {
    columns: inputs.map(({ name }) => name),
    data: [inputs.map(({ name }) => example[name] ?? null)],
  };
}
