/** The form: a group for what belongs together, and what is wrong beside the field that it is about. */
import { useState } from 'preact/hooks';
import type { FormField, PredictForm } from '../../../../../shared/api/predicting.ts';
import { t } from '../../texts/texts.ts';
import { type Inputs, problemsIn } from './inputs.ts';
import type { Noting } from './noting.ts';
import { OneInput } from './one-input.tsx';

export interface InputFormProps {
  readonly form: PredictForm;
  readonly inputs: Inputs;
  readonly noting: Noting;
  readonly onChange: (inputs: Inputs) => void;
}

/** In this order; those that people rarely give are folded. */
const GROUPS = ['first', 'place', 'more', 'unused'] as const;
const FOLDED: ReadonlySet<string> = new Set(['unused']);

export function InputForm({ form, inputs, noting, onChange }: InputFormProps) {
  const [isTried, setTried] = useState(false);
  const problems = problemsIn(form.fields, inputs);
  const submit = (event: Event): void => {
    event.preventDefault();
    setTried(true);
    const [first] = form.fields.filter(({ name }) => name in problems);
    if (first) document.querySelector<HTMLElement>(`[name="${first.name}"]`)?.focus();
    else void noting.note();
  };
  return (
    <form noValidate onSubmit={submit} aria-label={t().predict.what}>
      <p class="hint">{t().predict.anyMissing}</p>
      {GROUPS.map((group) => (
        <Group key={group} group={group} {...{ form, inputs, problems, onChange }} />
      ))}
      {isTried && <Problem inputs={inputs} problems={problems} noting={noting} />}
      <div class="actions">
        <button type="button" onClick={() => onChange({})}>
          {t().predict.clear}
        </button>
        <button type="button" onClick={() => onChange(exampleOf(form))}>
          {t().predict.example}
        </button>
        <button type="submit" class="main" aria-disabled={noting.isUnderWay}>
          {noting.isUnderWay ? t().ui.under : t().predict.predict}
        </button>
      </div>
    </form>
  );
}

const exampleOf = ({ example }: PredictForm): Inputs =>
  Object.fromEntries(Object.entries(example).map(([name, value]) => [name, String(value)]));

interface GroupProps extends Pick<InputFormProps, 'form' | 'inputs' | 'onChange'> {
  readonly group: FormField['group'];
  readonly problems: Readonly<Record<string, string>>;
}

function Group({ group, form, inputs, problems, onChange }: GroupProps) {
  const fields = fieldsOf(form, group);
  if (fields.length === 0) return null;
  const title = t().predict.groups[group];
  const shown = fields.map((field) => (
    <OneInput
      key={field.name}
      form={form}
      field={field}
      inputs={inputs}
      problem={problems[field.name]}
      onChange={(text) => onChange({ ...inputs, [field.name]: text })}
    />
  ));
  if (FOLDED.has(group) || fields.length > 12)
    return (
      <details class="inputs">
        <summary>{title}</summary>
        <div class="input-grid">{shown}</div>
      </details>
    );
  return (
    <fieldset class="inputs">
      <legend>{title}</legend>
      <div class="input-grid">{shown}</div>
    </fieldset>
  );
}

/** Places from the widest to the narrowest; what matters more before what matters less. */
function fieldsOf({ fields, places }: PredictForm, group: FormField['group']): readonly FormField[] {
  const own = fields.filter((field) => field.group === group);
  if (group === 'place') return own.sort((a, b) => places.indexOf(a.name) - places.indexOf(b.name));
  return own.sort((a, b) => (b.importance ?? 0) - (a.importance ?? 0));
}

function Problem({
  inputs,
  problems,
  noting,
}: Pick<InputFormProps, 'inputs' | 'noting'> & Pick<GroupProps, 'problems'>) {
  const wrong = Object.keys(problems).length;
  const isEmpty = Object.values(inputs).every((text) => text.trim() === '');
  const texts = t().predict;
  const text = wrong > 0 ? texts.mend(wrong) : isEmpty ? texts.nothingKnown : noting.problem;
  return text ? (
    <p class="problem" role="alert">
      {text}
    </p>
  ) : null;
}
