/** GET /api/datasets/<dataset>/form: what a form that asks the model is made of, from the declaration and the model. */
import type { FormField, PredictForm } from '../../../shared/api/predicting.ts';
import type { ColumnDeclaration, Dataset } from '../../../shared/datasets/declaration.ts';
import { featureWords } from '../../../shared/datasets/feature-words.ts';
import { requestColumns } from '../../../shared/datasets/schema.ts';
import type { Importance } from '../../../shared/ml/explain/importance.ts';
import { type Answer, type HttpRequest, json } from '../../../shared/runtime/http/http.ts';
import { database, objects } from '../../../shared/runtime/resources.ts';
import { NoSuchObject } from '../../../shared/store/objects.ts';
import { FILES, type ModelMetadata, modelAddress, readPointer } from '../../../shared/tracking/artifact.ts';
import { listVersions } from '../../../shared/tracking/registry.ts';
import { knownDataset, partsAfter } from '../path.ts';
import { mattering } from './matter.ts';
import { placesOf, suggestedOf } from './places.ts';

const MOST_VALUES = 500;
const MOST_VERSIONS = 100;
/** What of a declaration says how a file writes a value. */
const WRITTEN = ['missing', 'numbers', 'dates', 'width', 'case'] as const;
/** Fields that stand before the others. */
const FIRST = 6;

export async function form(request: HttpRequest): Promise<Answer> {
  const dataset = knownDataset(partsAfter(request, '/api/datasets/', 2)[0]);
  const [model, versions] = await Promise.all([modelInProduction(dataset.name), askable(dataset.name)]);
  return json(formOf(dataset, model, versions));
}

/** Versions whose files are as they were registered. */
async function askable(dataset: string): Promise<number[]> {
  const versions = await listVersions(database(), dataset);
  return versions
    .filter(({ damaged }) => damaged === null)
    .map(({ version }) => version)
    .reverse()
    .slice(0, MOST_VERSIONS);
}

interface Model {
  readonly metadata: ModelMetadata;
  readonly importance: Importance | undefined;
}

async function modelInProduction(dataset: string): Promise<Model | undefined> {
  const pointer = await readPointer(objects(), dataset);
  const read = (file: string) => readJson(dataset, pointer?.version ?? 0, file);
  const metadata = pointer && ((await read(FILES.metadata)) as ModelMetadata | undefined);
  return metadata && { metadata, importance: (await read(FILES.importance)) as Importance | undefined };
}

async function readJson(dataset: string, version: number, file: string): Promise<unknown> {
  try {
    return JSON.parse((await objects().read(modelAddress(dataset, version, file))).toString('utf8'));
  } catch (error) {
    if (error instanceof NoSuchObject) return undefined;
    throw error;
  }
}

export function formOf(dataset: Dataset, model: Model | undefined, versions: readonly number[]): PredictForm {
  const { column, task } = dataset.target;
  const declared = dataset.columns[column];
  const classes = dataset.target.task === 'classification' ? dataset.target.classes : null;
  return {
    dataset: dataset.name,
    title: dataset.title,
    target: { column, label: declared?.label ?? column, unit: declared?.unit ?? null, task, classes },
    version: model?.metadata.version ?? null,
    versions,
    fields: fieldsOf(dataset, model),
    places: placesOf(dataset),
    suggested: suggestedOf(dataset),
    example: dataset.example,
    features: Object.fromEntries(
      (model?.metadata.featureNames ?? []).map((name) => [name, featureWords(dataset, name)]),
    ),
  };
}

function fieldsOf(dataset: Dataset, model: Model | undefined): FormField[] {
  const shares = model?.importance && mattering(dataset, model.importance);
  const places = placesOf(dataset);
  const used = model?.metadata.inputs.map(({ name }) => name);
  const columns = requestColumns(dataset);
  const first = ranked(
    columns.map(([name]) => name).filter((name) => !places.includes(name)),
    shares,
  );
  const groupOf = (name: string): FormField['group'] => {
    if (used && !used.includes(name)) return 'unused';
    if (places.includes(name)) return 'place';
    return first.includes(name) ? 'first' : 'more';
  };
  return columns.map(([name, declared]) => ({
    name,
    ...facts(declared),
    values: (model?.metadata.values[name] ?? declared.values ?? []).slice(0, MOST_VALUES),
    group: groupOf(name),
    importance: shares ? (shares.get(name) ?? 0) : null,
  }));
}

/** The few that matter most; without a measure the first that are declared. */
function ranked(names: readonly string[], shares: ReadonlyMap<string, number> | undefined): string[] {
  const share = (name: string): number => shares?.get(name) ?? 0;
  return [...names].sort((a, b) => share(b) - share(a)).slice(0, FIRST);
}

const facts = (column: ColumnDeclaration) => ({
  label: column.label,
  description: column.description ?? null,
  unit: column.unit ?? null,
  type: column.type,
  range: column.range ?? null,
  written: Object.fromEntries(WRITTEN.flatMap((name) => (name in column ? [[name, column[name]]] : []))),
});
