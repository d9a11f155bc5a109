/**
 * What a training keeps in the object store, so that its trials can run anywhere: the matrix and the target for
 * the trials, the fitted features and the best artifact for the decision, the snapshot for whoever asks later.
 */
import type { Matrix } from '../ml/table.ts';
import type { Address, ObjectStore } from '../store/objects.ts';

/** What a trial needs. */
export interface TrainingData {
  readonly matrix: Matrix;
  /** In the model's space: log of the price, or the index of the class. */
  readonly target: Float64Array;
  /** 0..99 for each row; see shared/ml/split.ts. */
  readonly bucket: Uint8Array;
  /** How much each row counts in learning, above 0; all 1 when absent. */
  readonly weight?: Float64Array;
}

export interface Workspace {
  /** Where a file of the run is. */
  address(file: string): Address;
  writeData(data: TrainingData): Promise<void>;
  readData(): Promise<TrainingData>;
  writeJson(file: string, value: unknown): Promise<void>;
  readJson<T>(file: string): Promise<T>;
  write(file: string, bytes: Uint8Array): Promise<void>;
  read(file: string): Promise<Buffer>;
}

export function workspaceOf(objects: ObjectStore, dataset: string, run: string): Workspace {
  const address = (file: string): Address => ({ bucket: 'datasets', key: `${dataset}/${run}/${file}` });
  const files: Files = {
    address,
    write: (file, bytes) => objects.put(address(file), bytes),
    read: (file) => objects.read(address(file)),
    writeJson: (file, value) => objects.put(address(file), JSON.stringify(value)),
    readJson: async <T>(file: string) => JSON.parse((await files.read(file)).toString('utf8')) as T,
  };
  return {
    ...files,
    writeData: (data) => writeData(files, data),
    readData: () => readData(files),
  };
}

type Files = Omit<Workspace, 'writeData' | 'readData'>;

async function writeData(files: Files, { matrix, target, bucket, weight }: TrainingData): Promise<void> {
  const { data, ...description } = matrix;
  await files.writeJson('matrix.json', { ...description, weighted: weight !== undefined });
  await files.write('matrix.f32', bytesOf(data));
  if (weight) await files.write('weight.f64', bytesOf(weight));
  await files.write('target.f64', bytesOf(target));
  await files.write('bucket.u8', bucket);
}

async function readData(files: Files): Promise<TrainingData> {
  type Description = Omit<Matrix, 'data'> & { readonly weighted: boolean };
  const { weighted, ...description } = await files.readJson<Description>('matrix.json');
  const [data, target, bucket, weight] = await Promise.all([
    files.read('matrix.f32'),
    files.read('target.f64'),
    files.read('bucket.u8'),
    weighted ? files.read('weight.f64') : undefined,
  ]);
  return {
    matrix: { ...description, data: new Float32Array(copied(data)) },
    target: new Float64Array(copied(target)),
    bucket: new Uint8Array(bucket),
    ...(weight ? { weight: new Float64Array(copied(weight)) } : {}),
  };
}

const bytesOf = (values: Float32Array | Float64Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** The bytes in a buffer of their own, as typed arrays have to be aligned. */
const copied = (bytes: Buffer): ArrayBuffer => new Uint8Array(bytes).buffer;
