/** Why the model answers so: a bar for what each thing adds, from where the sum stood to where it stands. */
import type { ExplainedAnswer, PredictForm } from '../../../../../shared/api/predicting.ts';
import { t } from '../../texts/texts.ts';
import { number } from '../../ui/format.ts';
import { headline, onScale, type Scale, signed, toldIn, valueIn } from './answer.ts';
import { type Breakdown, breakdown, type Line } from './breakdown.ts';
import { featureValue } from './feature-value.ts';
import type { Inputs } from './inputs.ts';

export interface WhyProps {
  readonly form: PredictForm;
  readonly explained: ExplainedAnswer;
  readonly inputs: Inputs;
}

const MOST = 10;

export function Why(props: WhyProps) {
  const { form, explained } = props;
  const made = breakdown(
    {
      answer: valueIn(explained, form.target),
      base: explained.base_value,
      values: explained.shap_values,
      isShare: form.target.task === 'classification',
    },
    MOST,
  );
  const ends = made.lines.flatMap(({ from, to }) => [from, to]);
  const scale = { from: Math.min(...ends), to: Math.max(...ends) };
  return (
    <section class="panel" aria-label={t().predict.why}>
      <h2>{t().predict.why}</h2>
      <p class="pale">{t().predict.whyText}</p>
      <ol class="why">
        {made.lines.map((line) => (
          <OneLine key={keyOf(line)} line={line} scale={scale} made={made} {...props} />
        ))}
      </ol>
    </section>
  );
}

const keyOf = (line: Line): string => (line.kind === 'feature' ? `${line.feature}` : line.kind);

interface OneLineProps extends WhyProps {
  readonly line: Line;
  readonly scale: Scale;
  readonly made: Breakdown;
}

function OneLine({ line, scale, made: { step }, ...props }: OneLineProps) {
  const { name, value } = wordsFor(line, props);
  const isEnd = line.kind === 'start' || line.kind === 'total';
  const [left, right] = [Math.min(line.from, line.to), Math.max(line.from, line.to)];
  const at = onScale(scale, left);
  return (
    <li class={isEnd ? 'end' : line.adds < 0 ? 'less' : 'more'}>
      <span class="name">
        {name} {value && <span class="pale">{value}</span>}
      </span>
      <b class="n">{toldOf(line, step, props)}</b>
      <span class="bar" aria-hidden="true">
        {!isEnd && (
          <span style={{ left: `${at}%`, width: `${Math.max(onScale(scale, right) - at, 0.6)}%` }} />
        )}
      </span>
    </li>
  );
}

/** Of a probability, what is added is told in points. */
function toldOf(line: Line, step: number, { form: { target } }: WhyProps): string {
  const value = line.adds * step;
  if (line.kind === 'start' || line.kind === 'total') return toldIn(target)(value);
  if (target.task === 'classification')
    return t().predict.points(signed(value, (one) => number(Math.round(one * 1000) / 10)));
  return signed(value, toldIn(target));
}

function wordsFor(
  line: Line,
  { form, explained, inputs }: WhyProps,
): { readonly name: string; readonly value?: string } {
  const texts = t().predict;
  switch (line.kind) {
    case 'start':
      return { name: texts.start };
    case 'total':
      return { name: totalName(form, explained) };
    case 'others':
      return { name: line.others === 0 ? texts.rounding : texts.others(line.others) };
    case 'feature': {
      const name = explained.feature_names[line.feature] ?? '';
      const words = form.features[name] ?? { label: name };
      const value = explained.feature_values[line.feature] ?? null;
      return { name: words.label, value: featureValue(words, value, inputs) };
    }
  }
}

const totalName = ({ target }: PredictForm, explained: ExplainedAnswer): string =>
  target.task === 'classification' ? `${target.label}: ${headline(explained, target)}` : target.label;
