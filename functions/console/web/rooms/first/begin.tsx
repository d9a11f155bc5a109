/** When nothing is there yet: the sample, or lines to paste. */
import { useState } from 'preact/hooks';
import type { DatasetSummary } from '../../../../../shared/api/datasets.ts';
import type { Sample } from '../../../../../shared/api/sample.ts';
import { send } from '../../data/ask.ts';
import { renew } from '../../data/live.ts';
import { may, useMe } from '../../data/me.ts';
import { tell } from '../../shell/said.tsx';
import { t } from '../../texts/texts.ts';
import { Code } from '../../ui/copy.tsx';
import { Notice } from '../../ui/notice.tsx';

export function Begin({ datasets }: { readonly datasets: readonly Pick<DatasetSummary, 'name'>[] }) {
  const { value: me } = useMe();
  const texts = t().first;
  const { origin } = location;
  const [{ name: dataset } = { name: '<data set>' }] = datasets;
  return (
    <>
      <Notice title={texts.beginTitle} isPart>
        <p>{texts.begin}</p>
        {may(me, 'ingest') && datasets.some(({ name }) => name === SAMPLED) && <BringSample />}
      </Notice>
      <section class="panel">
        <h2>{texts.beginFile}</h2>
        <Code text={`npm run ingest -- ${dataset} rows.csv --to ${origin}`} />
        <h2>{texts.beginCurl}</h2>
        <Code text={curlLine(origin, dataset)} />
        <h2>{texts.beginMlflow}</h2>
        <Code text={`export MLFLOW_TRACKING_URI=${origin}/services/registry`} />
      </section>
    </>
  );
}

/** The data set that has a sample. */
const SAMPLED = 'realtor';

function BringSample() {
  const [isUnderWay, setUnderWay] = useState(false);
  const bring = async (): Promise<void> => {
    if (isUnderWay) return;
    setUnderWay(true);
    try {
      await send<Sample>('POST', `/api/datasets/${SAMPLED}/sample`, {});
      tell(t().first.sampleUnderWay);
      await renew();
    } catch (error) {
      tell((error as Error).message, 'wrong');
    }
    setUnderWay(false);
  };
  return (
    <p class="bring">
      <button type="button" class="main" aria-disabled={isUnderWay} onClick={() => void bring()}>
        {isUnderWay ? t().ui.under : t().first.sample}
      </button>{' '}
      <span class="pale">{t().first.sampleText}</span>
    </p>
  );
}

const curlLine = (origin: string, dataset: string): string =>
  [
    `curl ${origin}/ingest --data-binary @rows.csv -H 'content-type: text/csv'`,
    "-H 'ce-specversion: 1.0' -H 'ce-type: dev.marea.batch.received' -H 'ce-source: /me'",
    `-H "ce-id: $(uuidgen)" -H 'ce-subject: first' -H 'ce-dataset: ${dataset}'`,
  ].join(' \\\n  ');
