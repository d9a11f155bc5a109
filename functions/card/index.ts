/** The model card of each version that was judged: as data and as a page, beside the model. */
import { modelApproved, modelRejected } from '../../shared/events/types.ts';
import { serveStages } from '../../shared/runtime/function.ts';
import { type StageContext, stage } from '../../shared/runtime/stage.ts';
import { FILES } from '../../shared/tracking/artifact.ts';
import { isRegistered, keepRegistered } from '../../shared/tracking/registered.ts';
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
  if (!(await isRegistered(sql, dataset.name, version))) return log.info({ version }, 'no card: it is gone');
  const workspace = workspaceOf(objects, dataset.name, run);
  const graph = await workspace.read(FILES.graph);
  const material = await readMaterial(context, run, workspace, graph);
  const level = material.metadata.interval?.level;
  const judged = await judgedAgain(context, judgement, workspace, graph, level);
  const files = cardFiles(dataset, material, judged);
  if (!(await keepRegistered(sql, dataset.name, version)))
    return log.info({ version }, 'no card: it is gone');
  await storeCard(objects, dataset.name, version, files);
}

serveStages('card', onApproved, onRejected);
