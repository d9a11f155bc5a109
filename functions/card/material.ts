/** Reads what a card is made of beside the rows: the run, its trials, the ledger, stored files. */

import type { Importance } from '../../shared/ml/explain/importance.ts';
import { readArtifact } from '../../shared/onnx/artifact/read.ts';
import { decodeModel } from '../../shared/onnx/format/decode.ts';
import { readOfferedTrees } from '../../shared/onnx/offered/trees.ts';
import { runtimeVersion } from '../../shared/onnx/session.ts';
import type { StageContext } from '../../shared/runtime/stage.ts';
import type { Query } from '../../shared/store/database.ts';
import { NoSuchObject } from '../../shared/store/objects.ts';
import { FILES, type ModelMetadata } from '../../shared/tracking/artifact.ts';
import { type Ledger, ledgerOfBatches } from '../../shared/tracking/batch-counts.ts';
import { courseOf } from '../../shared/tracking/course.ts';
import { type Trial, trialsOf } from '../../shared/tracking/trials.ts';
import { heldUntil, type UnreadableSum, unreadableUntil } from '../../shared/tracking/unreadable.ts';
import type { Workspace } from '../../shared/tracking/workspace.ts';
import type { Details } from './card.ts';
import type { Origin } from './data/section.ts';

export interface Material {
  readonly metadata: ModelMetadata;
  readonly ledger: Ledger;
  /** Rejected rows by the name of the rule. */
  readonly rejected: Readonly<Record<string, number>>;
  readonly trials: readonly Trial[];
  readonly importance: Importance | null;
  readonly origins: readonly Origin[];
  readonly unreadable: readonly UnreadableSum[];
  /** Batches that were held until the training. */
  readonly held: readonly string[];
  readonly artifact: Pick<Details, 'trials' | 'trees' | 'files' | 'software' | 'trainingSeconds'>;
}

/** Features of the card at most; a model may have hundreds. */
const MOST_FEATURES = 15;

export async function readMaterial(
  { sql, dataset, objects }: Pick<StageContext, 'sql' | 'dataset' | 'objects'>,
  run: string,
  workspace: Workspace,
  graph: Uint8Array,
): Promise<Material> {
  const metadata = await workspace.readJson<ModelMetadata>(FILES.metadata);
  const { started, seconds, averaged } = await courseOf(sql, run);
  const files = await Promise.all(
    Object.values(FILES).map(async (name) => ({ name, bytes: await objects.size(workspace.address(name)) })),
  );
  return {
    metadata,
    trials: await trialsOf(sql, run),
    importance: await importanceIn(workspace),
    ...(await ledgerUntil(sql, dataset.name, started)),
    origins: await originsUntil(sql, dataset.name, started),
    unreadable: await unreadableUntil(sql, dataset.name, started),
    held: await heldUntil(sql, dataset.name, started),
    artifact: {
      trials: averaged,
      trees: treesIn(graph, metadata),
      files: files.flatMap(({ name, bytes }) => (bytes === undefined ? [] : [{ name, bytes }])),
      software: softwareOf(graph),
      trainingSeconds: seconds,
    },
  };
}

/** Batches that were cleaned, at least in part, when the training began, and that are learned from. */
async function ledgerUntil(
  sql: Query,
  dataset: string,
  started: Date,
): Promise<Pick<Material, 'ledger' | 'rejected'>> {
  const { reasons, ...ledger } = await ledgerOfBatches(sql, dataset, started);
  return { ledger, rejected: reasons };
}

async function originsUntil(sql: Query, dataset: string, started: Date): Promise<Origin[]> {
  const rows = await sql<{ origin: string; rows: number; first: Date; last: Date }[]>`
    select origin, count(*)::float8 as rows, min(processed_date) as first, max(processed_date) as last
    from ${sql(`${dataset}.clean_data`)} where processed_date <= ${started} group by origin order by origin`;
  return rows.map(({ origin, rows: count, first, last }) => ({
    origin,
    rows: count,
    first: first.toISOString(),
    last: last.toISOString(),
  }));
}

/** What explains the model as a whole; a training may have stored none. */
async function importanceIn(workspace: Workspace): Promise<Importance | null> {
  try {
    const importance = await workspace.readJson<Importance>(FILES.importance);
    return { ...importance, features: importance.features.slice(0, MOST_FEATURES) };
  } catch (error) {
    if (error instanceof NoSuchObject) return null;
    throw error;
  }
}

function treesIn(graph: Uint8Array, { explanation }: ModelMetadata): Details['trees'] {
  const model = explanation ? readOfferedTrees(graph)?.ensemble : readArtifact(graph).model;
  if (model?.kind !== 'trees') return null;
  const leaves = model.trees.reduce(
    (sum, { feature }) => sum + feature.reduce((count, index) => count + (index === -1 ? 1 : 0), 0),
    0,
  );
  return { trees: model.trees.length, leaves };
}

function softwareOf(graph: Uint8Array): Record<string, string> {
  const { operators, irVersion } = decodeModel(graph);
  const opsets = Object.entries(operators).map(([domain, version]) => [
    `opset ${domain === '' ? 'ai.onnx' : domain}`,
    String(version),
  ]);
  return {
    node: process.versions.node,
    onnxruntime: runtimeVersion,
    'ONNX IR': String(irVersion),
    ...Object.fromEntries(opsets),
  };
}
