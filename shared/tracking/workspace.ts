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
  const write = (file: string, bytes: Uint8Array): Promise<void> => objects.put(address(file), bytes);
  const read = (file: string): Promise<Buffer> => objects.read(address(file));
  const writeJson = (file: string, value: unknown): Promise<void> =>
    objects.put(address(file), JSON.stringify(value));
  const readJson = async <T>(file: string): Promise<T> =>
    JSON.parse((await read(file)).toString('utf8')) as T;
  return {
    address,
    write,
    read,
    writeJson,
    readJson,
    async writeData({ matrix, target, bucket, weight }) {
      const { data, ...description } = matrix;
      await writeJson('matrix.json', { ...description, weighted: weight !== undefined });
      await write('matrix.f32', bytesOf(data));
      if (weight) await write('weight.f64', bytesOf(weight));
      await write('target.f64', bytesOf(target));
      await write('bucket.u8', bucket);
    },
    async readData() {
      const { weighted, ...description } = await readJson<Omit<Matrix, 'data'> & { weighted: boolean }>(
        'matrix.json',
      );
      const [data, target, bucket, weight] = await Promise.all([
        read('matrix.f32'),
        read('target.f64'),
        read('bucket.u8'),
        weighted ? read('weight.f64') : undefined,
      ]);
      return {
        matrix: { ...description, data: new Float32Array(copied(data)) },
        target: new Float64Array(copied(target)),
        bucket: new Uint8Array(bucket),
        ...(weight ? { weight: new Float64Array(copied(weight)) } : {}),
      };
    },
  };
}

const bytesOf = (values: Float32Array | Float64Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** The bytes in a buffer of their own, as typed arrays have to be aligned. */
const copied = (bytes: Buffer): ArrayBuffer => new Uint8Array(bytes).buffer;
