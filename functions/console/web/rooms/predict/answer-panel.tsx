/** The answer, large, with how sure it is, and what is to be said of it. */
import type { ExplainedAnswer, PredictForm, PredictorAnswer } from '../../../../../shared/api/predicting.ts';
import { t } from '../../texts/texts.ts';
import { cell, headline, toldIn, valueIn } from './answer.ts';
import type { Answering } from './asking.ts';
import { Classes } from './classes.tsx';
import { IntervalBar } from './interval-bar.tsx';

export interface AnswerPanelProps {
  readonly form: PredictForm;
  readonly live: Answering<ExplainedAnswer>;
  /** The last one that was noted. */
  readonly before: PredictorAnswer | undefined;
}

export function AnswerPanel({ form, live: { value, error, isUnderWay }, before }: AnswerPanelProps) {
  const texts = t().predict;
  return (
    <section class="panel answer" aria-label={texts.answer} aria-busy={isUnderWay}>
      <h2>{form.target.label}</h2>
      {error && (
        <p class="problem" role="alert">
          {error.message}
        </p>
      )}
      {value ? (
        <div class={error ? 'stale' : undefined}>
          <Answered form={form} answer={value} before={before} />
        </div>
      ) : (
        !error && <p class="pale">{isUnderWay ? texts.under : texts.waiting}</p>
      )}
    </section>
  );
}

interface AnsweredProps {
  readonly form: PredictForm;
  readonly answer: PredictorAnswer;
  readonly before?: PredictorAnswer | undefined;
}

export function Answered({ form, answer, before }: AnsweredProps) {
  const { target } = form;
  const texts = t().predict;
  return (
    <>
      <p class="figure" role="status">
        {headline(answer, target)}
      </p>
      {before && target.task === 'regression' && (
        <p class="pale">{againstText(valueIn(answer, target) - valueIn(before, target), toldIn(target))}</p>
      )}
      {answer.interval && (
        <IntervalBar value={valueIn(answer, target)} interval={answer.interval} told={toldIn(target)} />
      )}
      {answer.probabilities && <Classes probabilities={answer.probabilities} label={answer.label} />}
      <p class="pale">{texts.by(answer.model_version)}</p>
      <Remarks form={form} answer={answer} />
    </>
  );
}

function againstText(difference: number, told: (value: number) => string): string {
  const texts = t().predict;
  const size = told(Math.abs(difference));
  if (size === told(0)) return texts.same;
  return difference > 0 ? texts.more(size) : texts.less(size);
}

/** What the model has not seen, and what it was not told. */
function Remarks({ form: { fields }, answer: { input_summary: summary } }: AnsweredProps) {
  const labelOf = (name: string): string => fields.find((field) => field.name === name)?.label ?? name;
  const unknown = Object.entries(summary.unknown).map(([name, value]) => `${labelOf(name)} “${cell(value)}”`);
  const texts = t().predict;
  return (
    <>
      {unknown.length > 0 && <p class="banner">{texts.care(unknown.join(', '))}</p>}
      {summary.missing.length > 0 && (
        <p class="pale small">{texts.missing(summary.missing.map(labelOf).join(', '))}</p>
      )}
    </>
  );
}
