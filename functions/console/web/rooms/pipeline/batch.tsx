/** One batch: what became of it, where its rows went, the way it took, and what was found in it. */
import type { BatchAnswer, BatchReport } from '../../../../../shared/api/batches.ts';
import { useLive } from '../../data/live.ts';
import type { PageProps } from '../../rooms.ts';
import { pathOf, withQuery } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { toneOf, wordFor } from '../../ui/batch-state.ts';
import { number } from '../../ui/format.ts';
import { ledgerOf } from '../../ui/ledger.ts';
import { Notice } from '../../ui/notice.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { PartsBar } from '../../ui/parts-bar.tsx';
import { Shown } from '../../ui/states.tsx';
import { Drift } from './drift.tsx';
import { Outcome } from './outcome.tsx';
import { Rejected } from './rejected.tsx';
import { Retract } from './retract.tsx';
import { Stalled } from './stalled.tsx';
import { TrainNow } from './train-now.tsx';
import { Unread } from './unread.tsx';
import { Way } from './way.tsx';

const EVERY_MS = 1000;

export function Page({ parts: { dataset = '', batch = '' } }: PageProps) {
  const live = useLive<BatchAnswer>(`/api${pathOf('batches', dataset, batch)}`, EVERY_MS);
  if (live.error?.status === 404) return <Unknown dataset={dataset} />;
  return (
    <div class="page">
      <Shown live={live} lines={10}>
        {(found) => <Found found={found} />}
      </Shown>
    </div>
  );
}

const Unknown = ({ dataset }: { readonly dataset: string }) => (
  <Notice title={t().batches.unknown}>
    <p>{t().batches.unknownText}</p>
    <a href={withQuery('/batches', { dataset })}>{t().batches.all}</a>
  </Notice>
);

const isBegun = (found: BatchAnswer): found is BatchReport => 'outcome' in found;

function Found({ found }: { readonly found: BatchAnswer }) {
  const { dataset, id, stages } = found;
  return (
    <>
      <PageHead title={id}>
        {isBegun(found) && <Badge tone={toneOf(found)}>{wordFor(found)}</Badge>}
        <a href={withQuery('/batches', { dataset })}>{t().batches.all}</a>
      </PageHead>
      {isBegun(found) && <Outcome batch={found} />}
      <Stalled stalled={found.stalled} letters={found.deadLetters} />
      {isBegun(found) && <Ledger batch={found} />}
      <Way stages={stages} />
      {isBegun(found) && <Contents batch={found} />}
    </>
  );
}

function Ledger({ batch }: { readonly batch: BatchReport }) {
  const texts = t().batches;
  return (
    <section class="panel">
      <h2>{texts.ledger}</h2>
      <p class="pale">
        {texts.received}: {number(batch.received)}
      </p>
      <PartsBar label={texts.ledger} parts={ledgerOf(batch)} />
    </section>
  );
}

const Contents = ({ batch }: { readonly batch: BatchReport }) => (
  <>
    <Unread unreadable={batch.unreadable} />
    <Rejected batch={batch} />
    <Drift batch={batch} />
    <div class="actions">
      <TrainNow dataset={batch.dataset} />
      <Retract batch={batch} />
    </div>
  </>
);
