/** The model card of each version that was judged: as data and as a page, beside the model. */
import { Gone } from '../../shared/events/errors.ts';
import { modelApproved, modelRejected } from '../../shared/events/types.ts';
import { serveStages } from '../../shared/runtime/function.ts';
import type { Logger } from '../../shared/runtime/log.ts';
import { type StageContext, stage } from '../../shared/runtime/stage.ts';
import { FILES } from '../../shared/tracking/artifact.ts';
import { versionNumbered } from '../../shared/tracking/versions.ts';
import { workspaceOf } from '../../shared/tracking/workspace.ts';
import { cardFiles, storeCard } from './files.ts';
import { type Judgement, judgedAgain } from './judged.ts';
import { readMaterial } from './material.ts';

export const onApproved = stage(
  { name: 'card', on: modelApproved, emits: [] },
  async (judgement, context) => {
    await writeCard(context, { ...judgement, approved: true });
  },
);

/** Without a version it comes from a release whose `promote` has written the card. */
export const onRejected = stage(
  { name: 'card', on: modelRejected, emits: [] },
  async ({ version, ...judgement }, context) => {
    if (version === undefined)
      context.log.info({ run: judgement.run }, 'its card was written with the model');
    else await writeCard(context, { ...judgement, version, approved: false });
  },
);

async function writeCard(context: StageContext, judgement: Judgement): Promise<void> {
  const { sql, dataset, objects, log } = context;
  const { version, run } = judgement;
  if (!isNewest(judgement, await versionNumbered(sql, dataset.name, version), log)) return;
  const workspace = workspaceOf(objects, dataset.name, run);
  const graph = await workspace.read(FILES.graph);
  const material = await readMaterial(context, run, workspace, graph);
  const level = material.metadata.interval?.level;
  const judged = await judgedAgain(context, judgement, workspace, graph, level);
  const files = cardFiles(dataset, material, judged);
  if (!isNewest(judgement, await versionNumbered(sql, dataset.name, version), log)) return;
  await storeCard(objects, dataset.name, version, files);
}

/**
 * A version that another one has overtaken is judged anew: of its cards the newest stays, in whatever order they come.
 *
 * @throws Gone when there is no such version: a card alone describes nothing
 */
function isNewest(
  { version, reason }: Judgement,
  known: { readonly reason: string | null } | undefined,
  log: Logger,
): boolean {
  if (!known) throw new Gone(`there is no version ${version}: its data set was reset`);
  if (known.reason !== reason) log.info({ version, reason }, 'no card: it was judged anew since');
  return known.reason === reason;
}

serveStages('card', onApproved, onRejected);
