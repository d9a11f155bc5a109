/** One model to ask: what is known on one side, what it answers and why on the other. */
import { useEffect, useState } from 'preact/hooks';
import type { ExplainedAnswer, PredictForm } from '../../../../../shared/api/predicting.ts';
import { useLive } from '../../data/live.ts';
import type { PageProps } from '../../rooms.ts';
import { asked as askedFor, pathOf, place, say } from '../../shell/place.ts';
import { tell } from '../../shell/said.tsx';
import { t } from '../../texts/texts.ts';
import { copied } from '../../ui/copy.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Shown } from '../../ui/states.tsx';
import { Alike } from './alike.tsx';
import { AnswerPanel } from './answer-panel.tsx';
import { useAnswer } from './asking.ts';
import { Beside, keep } from './beside.tsx';
import { InputForm } from './form.tsx';
import { asked, type Inputs, inputsIn, rowOf } from './inputs.ts';
import { Noted } from './noted.tsx';
import { useNoted } from './noting.ts';
import { VersionChoice } from './version-choice.tsx';
import { WhatIf } from './what-if.tsx';
import { Why } from './why.tsx';

/** While a slider is dragged there is a question for each of these at most. */
const PAUSE_MS = 60;
const ADDRESS_MS = 300;
/** The form changes with a promotion, and no more often. */
const FORM_MS = 15_000;

export function Page({ parts: { dataset = '' } }: PageProps) {
  const live = useLive<PredictForm>(`/api${pathOf('datasets', dataset, 'form')}`, FORM_MS);
  if (live.value === undefined && live.error?.status === 404) return <NotThere name={dataset} />;
  return (
    <div class="page">
      <PageHead title={live.value?.title ?? dataset}>
        <a href={pathOf('predict', dataset, 'file')}>{t().predictFile.link}</a>
        <a href={pathOf('predict', dataset, 'past')}>{t().predict.past}</a>
        <a href="/predict">{t().predict.all}</a>
      </PageHead>
      <Shown live={live} lines={10}>
        {(form) => <Asking form={form} />}
      </Shown>
    </div>
  );
}

const NotThere = ({ name }: { readonly name: string }) => (
  <Notice title={t().predict.notThere(name)}>
    <p>{t().predict.notThereText}</p>
    <a href="/predict">{t().predict.all}</a>
  </Notice>
);

function Asking({ form }: { readonly form: PredictForm }) {
  const { dataset, fields } = form;
  const [inputs, setInputs] = useState<Inputs>(() => inputsIn(place.peek().query, 'in.'));
  const version = askedFor('version');
  useInAddress(form, inputs);
  const row = rowOf(fields, inputs);
  const live = useAnswer<ExplainedAnswer>({ dataset, version, row }, 'explain', PAUSE_MS);
  const noting = useNoted({ dataset, version, row });
  return (
    <>
      {form.version === null && <p class="banner">{t().predict.noModelText}</p>}
      <div class="predict">
        <div>
          <section class="panel" aria-label={t().predict.what}>
            <VersionChoice form={form} />
            <InputForm form={form} inputs={inputs} noting={noting} onChange={setInputs} />
          </section>
          <WhatIf form={form} inputs={inputs} onChange={setInputs} />
        </div>
        <div class="predicted">
          <AnswerPanel form={form} live={live} before={noting.noted} />
          {live.value && <Carry onKeep={() => keep(form, inputs)} />}
          {live.value && <Beside form={form} inputs={inputs} answer={live.value} />}
          {noting.noted && <Noted form={form} noted={noting.noted} key={noting.noted.request_id} />}
          {live.value && <Why form={form} explained={live.value} inputs={inputs} />}
        </div>
      </div>
      <Alike form={form} question={{ dataset, version, row }} />
    </>
  );
}

/** What one takes away from an answer: the link, and the answer itself beside the next one. */
const Carry = ({ onKeep }: { readonly onKeep: () => void }) => (
  <div class="actions carry">
    <button type="button" onClick={onKeep}>
      {t().predict.keep}
    </button>
    <button
      type="button"
      title={t().predict.linkHint}
      onClick={() => void copied(location.href).then(() => tell(t().ui.copied))}
    >
      {t().predict.link}
    </button>
  </div>
);

/** A link to it leads to the same inputs; browsers do not take a new address for each pixel of a slider. */
function useInAddress({ fields }: PredictForm, inputs: Inputs): void {
  useEffect(() => {
    const timer = setTimeout(() => say(asked(fields, inputs, 'in.')), ADDRESS_MS);
    return () => clearTimeout(timer);
  }, [inputs]);
}
