/** One field of the form, with suggestions where there are values that are known; others are taken too. */
import { useId, useState } from 'preact/hooks';
import type { FittingValues, FormField, PredictForm } from '../../../../../shared/api/predicting.ts';
import { useLive } from '../../data/live.ts';
import { pathOf, withQuery } from '../../shell/place.ts';
import { Field } from '../../ui/field.tsx';
import type { Inputs } from './inputs.ts';

export interface OneInputProps {
  readonly form: PredictForm;
  readonly field: FormField;
  readonly inputs: Inputs;
  readonly problem: string | undefined;
  readonly onChange: (text: string) => void;
}

export function OneInput({ form, field, inputs, problem, onChange }: OneInputProps) {
  const { name, label, unit, description, type } = field;
  const [isHere, setHere] = useState(false);
  const list = useId();
  const values = useSuggestions(form, field, inputs, isHere);
  return (
    <Field label={label} unit={unit ?? undefined} hint={description ?? undefined} problem={problem}>
      {(attributes) => (
        <>
          <input
            {...attributes}
            name={name}
            type={type === 'date' ? 'date' : 'text'}
            inputMode={type === 'number' || type === 'integer' ? 'decimal' : 'text'}
            autoComplete="off"
            maxLength={500}
            value={inputs[name] ?? ''}
            list={values.length > 0 ? list : undefined}
            onFocus={() => setHere(true)}
            onBlur={() => setHere(false)}
            onInput={(event) => onChange(event.currentTarget.value)}
          />
          {values.length > 0 && (
            <datalist id={list}>
              {values.map((value) => (
                <option key={value} value={value} />
              ))}
            </datalist>
          )}
        </>
      )}
    </Field>
  );
}

const EVERY_MS = 60_000;

/** Values that the data have, of a place those that lie in what is given of the wider ones; asked for when one is there. */
function useSuggestions(
  { dataset, places, suggested }: PredictForm,
  { name, values }: FormField,
  inputs: Inputs,
  isHere: boolean,
): readonly string[] {
  const isAsked = isHere && suggested.includes(name);
  const wider = places.slice(0, Math.max(places.indexOf(name), 0)).filter((place) => inputs[place]?.trim());
  const given = Object.fromEntries(wider.map((place) => [place, inputs[place]?.trim() ?? '']));
  const path = withQuery(`/api${pathOf('datasets', dataset, 'values', name)}`, { ...given, limit: '100' });
  const { value } = useLive<FittingValues>(isAsked ? path : undefined, EVERY_MS);
  const found = value?.values.map((one) => one.value);
  return found && found.length > 0 ? found : isHere && wider.length === 0 ? values : [];
}
