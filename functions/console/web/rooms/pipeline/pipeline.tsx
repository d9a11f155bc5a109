/** The pipeline of a data set as it runs: its stages as a graph, the trials, and what fails. */
import type { DatasetSummary } from '../../../../../shared/api/datasets.ts';
import type { Pipeline } from '../../../../../shared/api/pipeline.ts';
import { useLive } from '../../data/live.ts';
import { asked, withQuery } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { PageHead } from '../../ui/page-head.tsx';
import { Shown } from '../../ui/states.tsx';
import { ForDataset } from './choice.tsx';
import { Failures } from './failures.tsx';
import { Graph } from './graph.tsx';
import { nodesOf } from './nodes.ts';
import { Reset } from './reset.tsx';
import { StagePanel } from './stage-panel.tsx';
import { TrainNow } from './train-now.tsx';
import { Trials } from './trials.tsx';

const EVERY_MS = 1000;

export const Page = () => (
  <div class="page">
    <PageHead title={t().pipeline.title}>
      <a href="/functions">{t().functions.title}</a>
    </PageHead>
    <ForDataset forgets={['stage']}>{(dataset) => <Of key={dataset.name} dataset={dataset} />}</ForDataset>
  </div>
);

function Of({ dataset: { name } }: { readonly dataset: DatasetSummary }) {
  const live = useLive<Pipeline>(withQuery('/api/pipeline', { dataset: name }), EVERY_MS);
  return (
    <>
      <Shown live={live} lines={12}>
        {(pipeline) => <Running pipeline={pipeline} />}
      </Shown>
      <div class="part">
        <TrainNow dataset={name} />
      </div>
      <Reset dataset={name} />
    </>
  );
}

function Running({ pipeline }: { readonly pipeline: Pipeline }) {
  const nodes = nodesOf(pipeline);
  const chosen = nodes.find(({ name }) => name === asked('stage'));
  return (
    <>
      <section class="panel" aria-label={t().pipeline.graph}>
        <Graph nodes={nodes} chosen={chosen?.name} />
      </section>
      <Trials training={pipeline.training} />
      {chosen ? (
        <StagePanel node={chosen} failures={pipeline.failures} />
      ) : (
        <p class="pale">{t().pipeline.choose}</p>
      )}
      <section class="part">
        <h2>{t().pipeline.failures}</h2>
        <Failures dataset={pipeline.dataset} failures={pipeline.failures} />
      </section>
    </>
  );
}
