/** What a model version is in the object store: models/<dataset>/<version>/, and the pointer to the one in production. */
import type { Address, Bucket, ObjectStore } from '../store/objects.ts';
import { NoSuchObject } from '../store/objects.ts';
import type { Checksums } from './checksums.ts';

/** metadata.json beside model.onnx: what a server has to know of a model that the graph does not say. */
export interface ModelMetadata {
  readonly dataset: string;
  /** 0 until it is registered. */
  readonly version: number;
  readonly task: 'regression' | 'classification';
  readonly target: string;
  readonly runId: string;
  readonly createdAt: string;
  readonly family: string;
  readonly parameters: Readonly<Record<string, number>>;
  /** On the held-out rows. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly featureNames: readonly string[];
  readonly inputs: readonly { readonly name: string; readonly type: 'float' | 'string' }[];
  readonly interval: { readonly level: number } | null;
  readonly classes: readonly string[] | null;
  /** Known values of the columns that the data set lists. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  readonly rows: {
    readonly train: number;
    readonly validation: number;
    readonly calibration: number;
    readonly test: number;
  };
  readonly example: Readonly<Record<string, string | number>>;
  /**
   * How answers of a model that somebody has brought are explained: by its trees, where they could be read
   * (shared/ml/explain/owned.ts), else by asking it with what is known of a row and what is not (sampled.ts).
   */
  readonly explanation?: 'interventional' | 'sampled';
  /** What each file beside this one was when the version was registered; earlier ones do not say. */
  readonly files?: Checksums;
}

export const MODELS: Bucket = 'models';
/** Files of a version. */
export const FILES = {
  graph: 'model.onnx',
  metadata: 'metadata.json',
  profile: 'profile.json',
  mlmodel: 'MLmodel',
  /** What matters to the model: see shared/ml/explain/importance.ts. */
  importance: 'importance.json',
  /** Features of some training rows, float32, row-major: what interventional explanations are against. */
  background: 'background.f32',
  /** Columns of some training rows, JSON: what explanations of a model that was brought are against. */
  backgroundRows: 'background.json',
  /** Training rows that are shown as comparable: see shared/tracking/comparables.ts. */
  comparables: 'comparables.bin',
  card: 'card.json',
  cardPage: 'card.html',
};

export const modelAddress = (dataset: string, version: number, file: string): Address => ({
  bucket: MODELS,
  key: `${dataset}/${version}/${file}`,
});
/** Names the version in production for whoever has no database: written in production.ts. */
export const pointerAddress = (dataset: string): Address => ({
  bucket: MODELS,
  key: `${dataset}/production.json`,
});

/** What it says. */
export interface Pointer {
  readonly version: number;
  /** Of its metadata.json; none for a version of before this was kept. */
  readonly sha256?: string | undefined;
}

/** What the pointer says, or undefined before the first model. */
export async function readPointer(
  objects: Pick<ObjectStore, 'read'>,
  dataset: string,
): Promise<Pointer | undefined> {
  try {
    const bytes = await objects.read(pointerAddress(dataset));
    return JSON.parse(bytes.toString('utf8')) as Pointer;
  } catch (error) {
    if (error instanceof NoSuchObject) return undefined;
    throw error;
  }
}
