/** The files of a model that somebody has registered: its graph, and what is said of it. */
import { parse } from 'yaml';
import { RefusedModel } from '../../shared/onnx/offered/refused.ts';
import type { Address, ObjectStore } from '../../shared/store/objects.ts';
import { FILES } from '../../shared/tracking/artifact.ts';
import { type Declared, declaredIn } from './declared.ts';

export interface Source {
  readonly graph: Buffer;
  readonly declared: Declared;
}

type Store = Pick<ObjectStore, 'list' | 'read' | 'size'>;

/** Bytes: a graph is served from memory by every replica. */
const MOST = { graph: 200 * 2 ** 20, text: 2 ** 20 };
const SCHEME = 'mlflow-artifacts:/';

/**
 * @param source where the version's files are
 * @param tags of the version: they count more than what its MLmodel says
 * @throws RefusedModel when there is no graph, or more than one may be meant
 */
export async function readSource(
  objects: Store,
  source: string,
  tags: Readonly<Record<string, string>>,
): Promise<Source> {
  const folder = folderOf(source);
  const names = (await objects.list('artifacts', `${folder}/`)).map((key) => key.slice(folder.length + 1));
  const at = (name: string): Address => ({ bucket: 'artifacts', key: `${folder}/${name}` });
  const mlmodel = names.includes(FILES.mlmodel)
    ? mlmodelIn(await bounded(objects, at(FILES.mlmodel), MOST.text))
    : {};
  const graph = await bounded(objects, at(graphAmong(names, mlmodel, source)), MOST.graph);
  return { graph, declared: declaredIn({ ...recordIn(mlmodel.metadata), ...tags }) };
}

/** @throws RefusedModel for what is not among the artifacts of runs */
function folderOf(source: string): string {
  const folder = source.startsWith(SCHEME) ? source.slice(SCHEME.length).replaceAll(/^\/+|\/+$/g, '') : '';
  const isPlain =
    folder !== '' && folder.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
  if (isPlain) return folder;
  throw new RefusedModel(
    `its files are at "${source.slice(0, 200)}": only those logged to this server (${SCHEME}...) are taken`,
  );
}

/** What its MLmodel names, or the only ONNX file of the folder. */
function graphAmong(names: readonly string[], { flavors }: Said, source: string): string {
  const named = recordIn(recordIn(flavors).onnx).data;
  if (typeof named === 'string' && names.includes(named)) return named;
  const [only, ...others] = names.filter((name) => name.endsWith('.onnx'));
  if (only && others.length === 0) return only;
  throw new RefusedModel(
    names.length === 0
      ? `there are no files at ${source.slice(0, 200)}`
      : `its files have ${others.length > 0 ? 'several ONNX files' : 'no ONNX file'}, and its MLmodel names none: convert it and log it with mlflow.onnx.log_model`,
  );
}

type Said = Readonly<Record<string, unknown>>;

function mlmodelIn(bytes: Buffer): Said {
  try {
    return recordIn(parse(bytes.toString('utf8')));
  } catch (cause) {
    throw new RefusedModel(`its MLmodel is no YAML: ${(cause as Error).message.split('\n')[0]}`, { cause });
  }
}

const recordIn = (value: unknown): Said =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Said) : {};

/** @throws RefusedModel when it has more bytes */
async function bounded(objects: Store, address: Address, most: number): Promise<Buffer> {
  const bytes = (await objects.size(address)) ?? 0;
  if (bytes <= most) return await objects.read(address);
  throw new RefusedModel(
    `${address.key.split('/').at(-1)} has ${Math.ceil(bytes / 2 ** 20)} MiB, at most ${most / 2 ** 20} are taken`,
  );
}
