/** A file for the model: looked at first, answered slice by slice, and taken away as a file again. */
import type { PredictForm } from '../../../../../../shared/api/predicting.ts';
import { useLive } from '../../../data/live.ts';
import type { PageProps } from '../../../rooms.ts';
import { asked, pathOf } from '../../../shell/place.ts';
import { t } from '../../../texts/texts.ts';
import { PageHead } from '../../../ui/page-head.tsx';
import { Shown } from '../../../ui/states.tsx';
import { VersionChoice } from '../version-choice.tsx';
import { Asking } from './asking.tsx';
import { Done } from './done.tsx';
import { DropFile } from './drop-file.tsx';
import { LookPanel } from './look-panel.tsx';
import { useWork } from './work.ts';

/** The form changes with a promotion, and no more often. */
const FORM_MS = 15_000;

export function Page({ parts: { dataset = '' } }: PageProps) {
  const live = useLive<PredictForm>(`/api${pathOf('datasets', dataset, 'form')}`, FORM_MS);
  return (
    <div class="page">
      <PageHead title={t().predictFile.title}>
        <a href={pathOf('predict', dataset)}>{live.value?.title ?? dataset}</a>
        <a href={pathOf('predict', dataset, 'past')}>{t().predict.past}</a>
      </PageHead>
      <Shown live={live}>{(form) => <FileWork form={form} />}</Shown>
    </div>
  );
}

function FileWork({ form }: { readonly form: PredictForm }) {
  const work = useWork(form);
  const { now } = work;
  return (
    <>
      {form.version === null && <p class="banner">{t().predict.noModelText}</p>}
      {(now.step === 'waiting' || now.step === 'looking') && <DropFile form={form} work={work} />}
      {now.step === 'looked' && (
        <LookPanel looked={now.looked} onAsk={() => work.ask(asked('version'))} onAway={work.putAway}>
          <VersionChoice form={form} />
        </LookPanel>
      )}
      {(now.step === 'asking' || now.step === 'held') && <Asking now={now} onEnd={work.end} />}
      {now.step === 'done' && <Done now={now} onAway={work.putAway} />}
    </>
  );
}
