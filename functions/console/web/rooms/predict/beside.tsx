/** Two variants side by side: the one that was kept, and what is filled in now. */
import type { ExplainedAnswer, PredictForm } from '../../../../../shared/api/predicting.ts';
import { asked as askedFor, place, say } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { signed, toldIn, valueIn } from './answer.ts';
import { Answered } from './answer-panel.tsx';
import { useAnswer } from './asking.ts';
import { asked, type Inputs, inputsIn, rowOf } from './inputs.ts';

export const KEPT_VERSION = 'kept-version';

/** It is in the address, and stays until it is put away. */
export const keep = ({ fields }: PredictForm, inputs: Inputs): void =>
  say({ ...asked(fields, inputs, 'kept.'), [KEPT_VERSION]: askedFor('version') });

export interface BesideProps {
  readonly form: PredictForm;
  readonly inputs: Inputs;
  readonly answer: ExplainedAnswer;
}

export function Beside({ form, inputs, answer }: BesideProps) {
  const kept = inputsIn(place.value.query, 'kept.');
  const row = rowOf(form.fields, kept);
  const version = askedFor(KEPT_VERSION);
  const { value, error } = useAnswer<ExplainedAnswer>({ dataset: form.dataset, version, row }, 'explain', 0);
  const texts = t().predict;
  if (!row) return null;
  return (
    <section class="panel" aria-label={texts.kept}>
      <header class="page-head">
        <h2>{texts.kept}</h2>
        <button type="button" class="quiet" onClick={() => putAway(form)}>
          {texts.drop}
        </button>
      </header>
      {error && <p class="problem">{error.message}</p>}
      {value && (
        <>
          <div class="panels two">
            <Side title={texts.keptOne} form={form} answer={value} />
            <Side title={texts.nowOne} form={form} answer={answer} />
          </div>
          {form.target.task === 'regression' && <Difference {...{ form, answer }} kept={value} />}
          <Differing fields={form.fields} kept={kept} inputs={inputs} />
        </>
      )}
    </section>
  );
}

const putAway = ({ fields }: PredictForm): void =>
  say({ ...asked(fields, {}, 'kept.'), [KEPT_VERSION]: undefined });

const Side = ({ title, form, answer }: Pick<BesideProps, 'form' | 'answer'> & { readonly title: string }) => (
  <section aria-label={title}>
    <h3 class="pale">{title}</h3>
    <Answered form={form} answer={answer} />
  </section>
);

function Difference({
  form: { target },
  answer,
  kept,
}: Pick<BesideProps, 'form' | 'answer'> & { readonly kept: ExplainedAnswer }) {
  const value = valueIn(answer, target) - valueIn(kept, target);
  return (
    <p>
      {t().predict.difference}: <b>{signed(value, toldIn(target))}</b>
    </p>
  );
}

interface DifferingProps {
  readonly fields: PredictForm['fields'];
  readonly kept: Inputs;
  readonly inputs: Inputs;
}

function Differing({ fields, kept, inputs }: DifferingProps) {
  const texts = t().predict;
  const differing = fields.filter(({ name }) => (kept[name] ?? '') !== (inputs[name] ?? ''));
  if (differing.length === 0) return <p class="pale">{texts.differsNone}</p>;
  return (
    <table>
      <caption class="unseen">{texts.differs}</caption>
      <thead>
        <tr>
          <th scope="col">{texts.field}</th>
          <th scope="col">{texts.keptOne}</th>
          <th scope="col">{texts.nowOne}</th>
        </tr>
      </thead>
      <tbody>
        {differing.map(({ name, label, unit }) => (
          <tr key={name}>
            <th scope="row">
              {label} {unit && <span class="pale">{unit}</span>}
            </th>
            <td>{kept[name] || texts.unknown}</td>
            <td>{inputs[name] || texts.unknown}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
