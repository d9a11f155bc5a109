/** One past prediction: what was asked and answered, what was true, and why it was answered so. */
import type { ExplainedAnswer, OnePrediction, PredictForm } from '../../../../../shared/api/predicting.ts';
import { useLive } from '../../data/live.ts';
import { may, useMe } from '../../data/me.ts';
import type { PageProps } from '../../rooms.ts';
import { pathOf, withQuery } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { Fact, Facts } from '../../ui/fact.tsx';
import { Moment } from '../../ui/moment.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Shown } from '../../ui/states.tsx';
import { answerText, cell } from './answer.ts';
import { useAnswer } from './asking.ts';
import { asked, type Inputs, rowOf } from './inputs.ts';
import { Noted } from './noted.tsx';
import { Why } from './why.tsx';

const EVERY_MS = 15_000;

export function Page({ parts: { dataset = '', id = '' } }: PageProps) {
  const form = useLive<PredictForm>(`/api${pathOf('datasets', dataset, 'form')}`, EVERY_MS);
  const one = useLive<OnePrediction>(`/api${pathOf('predictions', dataset, id)}`);
  return (
    <div class="page">
      <PageHead title={t().predict.onePast}>
        <a href={pathOf('predict', dataset, 'past')}>{t().predict.past}</a>
      </PageHead>
      <Shown live={form}>
        {(known) => <Shown live={one}>{(found) => <Found form={known} prediction={found} />}</Shown>}
      </Shown>
    </div>
  );
}

interface FoundProps {
  readonly form: PredictForm;
  readonly prediction: OnePrediction;
}

function Found({ form, prediction }: FoundProps) {
  const { value: me } = useMe();
  const { target, fields } = form;
  const { input, output, actual, actualAt, at, version, id } = prediction;
  const texts = t().predict;
  const inputs = inputsOf(input);
  return (
    <>
      <section class="panel" aria-label={texts.answer}>
        <h2>{target.label}</h2>
        <p class="figure">{answerText(output, target)}</p>
        <Facts>
          <Fact name={texts.when}>
            <Moment at={at} />
          </Fact>
          <Fact name={texts.versionColumn}>{version}</Fact>
          <Fact name={texts.actual}>
            {cell(actual, target.unit) || texts.notTold} {actualAt && <Moment at={actualAt} />}
          </Fact>
        </Facts>
      </section>
      <section class="panel" aria-label={texts.given}>
        <h2>{texts.given}</h2>
        <Facts>
          {fields
            .filter(({ name }) => (input[name] ?? null) !== null)
            .map(({ name, label, unit }) => (
              <Fact key={name} name={label}>
                {cell(input[name], unit)}
              </Fact>
            ))}
        </Facts>
        <p class="actions">
          <a class="button" href={againPath(form, inputs)}>
            {texts.again}
          </a>
        </p>
      </section>
      {may(me, 'predict') && <Explained form={form} prediction={prediction} inputs={inputs} />}
      {may(me, 'predict') && actual === null && <Noted form={form} noted={{ request_id: id }} />}
    </>
  );
}

/** By the version that answered then, loaded anew where it is not served any more; it tells when it is not kept. */
function Explained({ form, prediction, inputs }: FoundProps & { readonly inputs: Inputs }) {
  const row = rowOf(form.fields, inputs);
  const question = { dataset: form.dataset, version: String(prediction.version), row };
  const { value, error } = useAnswer<ExplainedAnswer>(question, 'explain', 0);
  if (value) return <Why form={form} explained={value} inputs={inputs} />;
  return error ? (
    <section class="panel" aria-label={t().predict.why}>
      <h2>{t().predict.why}</h2>
      <p>{t().predict.whyNot(prediction.version)}</p>
      <p class="pale">{error.message}</p>
    </section>
  ) : null;
}

const inputsOf = (input: OnePrediction['input']): Inputs =>
  Object.fromEntries(
    Object.entries(input).flatMap(([name, value]) =>
      value === null || value === undefined ? [] : [[name, String(value)]],
    ),
  );

function againPath({ dataset, fields }: PredictForm, inputs: Inputs): string {
  const query = Object.entries(asked(fields, inputs, 'in.')).flatMap(([name, value]) =>
    value ? [[name, value] as const] : [],
  );
  return withQuery(pathOf('predict', dataset), Object.fromEntries(query));
}
