/** What a card tells of a judgement: made again of the same rows and files, so that nothing waits for a card. */
import { weightsOf } from '../../shared/datasets/weights.ts';
import type { Table } from '../../shared/ml/table.ts';
import type { StageContext } from '../../shared/runtime/stage.ts';
import { uriOf } from '../../shared/store/objects.ts';
import { readSnapshot } from '../../shared/store/snapshot.ts';
import { MODELS } from '../../shared/tracking/artifact.ts';
import { answersOf } from '../../shared/tracking/held-out/answers.ts';
import { metricsOf } from '../../shared/tracking/held-out/metrics.ts';
import { heldOutRows } from '../../shared/tracking/held-out/rows.ts';
import { type ScoredVersion, scoreVersion } from '../../shared/tracking/held-out/version.ts';
import type { Workspace } from '../../shared/tracking/workspace.ts';
import type { Judged } from './make.ts';

/** As the event tells it. */
export interface Judgement {
  readonly version: number;
  readonly run: string;
  readonly approved: boolean;
  readonly reason: string;
  /** The version that it was held against. */
  readonly champion?: number | undefined;
}

/** @param level share of rows that intervals promise to hold, if there are intervals */
export async function judgedAgain(
  { dataset, objects }: Pick<StageContext, 'dataset' | 'objects'>,
  { version, approved, reason, champion }: Judgement,
  workspace: Workspace,
  graph: Uint8Array,
  level: number | undefined,
): Promise<Judged> {
  const snapshot = await readSnapshot(objects, workspace.address('snapshot.parquet'), dataset);
  const heldOut = heldOutRows(snapshot);
  const answers = await answersOf(dataset, graph, heldOut, level);
  return {
    version,
    location: uriOf({ bucket: MODELS, key: `${dataset.name}/${version}` }),
    snapshot,
    heldOut,
    answers,
    metrics: metricsOf(answers, weightsOf(dataset, heldOut)),
    champion: await championOf({ dataset, objects }, champion, heldOut, level),
    verdict: { approved, reason },
  };
}

async function championOf(
  { dataset, objects }: Pick<StageContext, 'dataset' | 'objects'>,
  version: number | undefined,
  heldOut: Table,
  level: number | undefined,
): Promise<ScoredVersion | undefined> {
  return version === undefined ? undefined : await scoreVersion(objects, dataset, version, heldOut, level);
}
