/** The model card of each version that was judged: as data and as a page, beside the model. */
import { modelApproved, modelRejected } from '../../shared/events/types.ts';
import { serveStages } from '../../shared/runtime/function.ts';
import { versionIsThere } from '../../shared/runtime/gone.ts';
import { type StageContext, stage } from '../../shared/runtime/stage.ts';
import { FILES } from '../../shared/tracking/artifact.ts';
import { workspaceOf } from '../../shared/tracking/workspace.ts';
import { cardFiles, storeCard } from './files.ts';
import { type Judgement, judgedAgain } from './judged.ts';
import { readMaterial } from './material.ts';

export const onApproved = stage('card', modelApproved, async (judgement, context) => {
  await writeCard(context, { ...judgement, approved: true });
});

/** Without a version it comes from a release whose `promote` has written the card. */
export const onRejected = stage('card', modelRejected, async ({ version, ...judgement }, context) => {
  if (version === undefined) context.log.info({ run: judgement.run }, 'its card was written with the model');
  else await writeCard(context, { ...judgement, version, approved: false });
});

async function writeCard(context: StageContext, judgement: Judgement): Promise<void> {
  const { dataset, objects } = context;
  const { version, run } = judgement;
  await versionIsThere(context, version);
  const workspace = workspaceOf(objects, dataset.name, run);
  const graph = await workspace.read(FILES.graph);
  const material = await readMaterial(context, run, workspace, graph);
  const level = material.metadata.interval?.level;
  const judged = await judgedAgain(context, judgement, workspace, graph, level);
  const files = cardFiles(dataset, material, judged);
  await storeCard(objects, dataset.name, version, files);
}

serveStages('card', onApproved, onRejected);
