/** Sliders for what matters most: the answer moves as they are dragged. */
import { useState } from 'preact/hooks';
import type { FormField, PredictForm } from '../../../../../shared/api/predicting.ts';
import { t } from '../../texts/texts.ts';
import { Field } from '../../ui/field.tsx';
import { cell } from './answer.ts';
import type { Inputs } from './inputs.ts';
import { type Span, spanAround } from './span.ts';

export interface WhatIfProps {
  readonly form: PredictForm;
  readonly inputs: Inputs;
  readonly onChange: (inputs: Inputs) => void;
}

const MOST = 5;

export function WhatIf({ form, inputs, onChange }: WhatIfProps) {
  const sliders = form.fields
    .filter((field) => field.group === 'first' && isNumber(field) && isGiven(inputs[field.name]))
    .sort((a, b) => (b.importance ?? 0) - (a.importance ?? 0))
    .slice(0, MOST);
  if (sliders.length === 0) return null;
  return (
    <section class="panel" aria-label={t().predict.whatIf}>
      <h2>{t().predict.whatIf}</h2>
      <p class="pale">{t().predict.whatIfText}</p>
      <div class="input-grid">
        {sliders.map((field) => (
          <Slider
            key={field.name}
            field={field}
            value={Number(inputs[field.name])}
            onChange={(value) => onChange({ ...inputs, [field.name]: String(value) })}
          />
        ))}
      </div>
    </section>
  );
}

const isNumber = ({ type }: FormField): boolean => type === 'number' || type === 'integer';
const isGiven = (text: string | undefined): boolean => !!text?.trim() && Number.isFinite(Number(text));

interface SliderProps {
  readonly field: FormField;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

function Slider({ field, value, onChange }: SliderProps) {
  const [kept, setSpan] = useState<Span>(() => spanAround(value, field));
  // It stays as it is while it is dragged; a value beyond it that was typed moves it.
  const span = value >= kept.from && value <= kept.to ? kept : spanAround(value, field);
  return (
    <Field label={field.label} unit={cell(value, field.unit)}>
      {(attributes) => (
        <input
          {...attributes}
          type="range"
          min={span.from}
          max={span.to}
          step={span.step}
          value={value}
          aria-valuetext={cell(value, field.unit)}
          onInput={(event) => {
            setSpan(span);
            onChange(Number(event.currentTarget.value));
          }}
        />
      )}
    </Field>
  );
}
