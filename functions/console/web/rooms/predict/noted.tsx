/** What turned out to be true of a prediction that was noted. */
import { useState } from 'preact/hooks';
import type { PredictForm, PredictorAnswer } from '../../../../../shared/api/predicting.ts';
import { tell } from '../../shell/said.tsx';
import { t } from '../../texts/texts.ts';
import { Field, type FieldAttributes } from '../../ui/field.tsx';
import { askModel } from './asking.ts';

export interface NotedProps {
  readonly form: PredictForm;
  readonly noted: Pick<PredictorAnswer, 'request_id'>;
}

export function Noted({ form, noted: { request_id: id } }: NotedProps) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  const [isUnderWay, setUnderWay] = useState(false);
  const texts = t().predict;
  const send = async (): Promise<void> => {
    const given = actualOf(form, text);
    if (given === undefined) return setProblem(texts.noNumber(text));
    setUnderWay(true);
    try {
      const asking = { dataset: form.dataset, version: undefined };
      await askModel(asking, 'feedback', { request_id: id, actual: given });
      setProblem(undefined);
      tell(texts.toldDone);
    } catch (error) {
      setProblem((error as Error).message);
    }
    setUnderWay(false);
  };
  return (
    <section class="panel" aria-label={texts.told}>
      <h2>{texts.told}</h2>
      <p class="pale">{texts.toldText}</p>
      <form
        class="filters"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!isUnderWay) void send();
        }}
      >
        <Field label={form.target.label} unit={form.target.unit ?? undefined} problem={problem}>
          {(field) => <Truth form={form} field={field} text={text} onInput={setText} />}
        </Field>
        <button type="submit" aria-disabled={isUnderWay}>
          {texts.toldSend}
        </button>
      </form>
      <p class="pale small">{texts.toldHint(id ?? '')}</p>
    </section>
  );
}

interface TruthProps {
  readonly form: PredictForm;
  readonly field: FieldAttributes;
  readonly text: string;
  readonly onInput: (text: string) => void;
}

function Truth({ form: { target }, field, text, onInput }: TruthProps) {
  if (!target.classes)
    return (
      <input
        {...field}
        inputMode="decimal"
        value={text}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    );
  return (
    <select {...field} value={text} onChange={(event) => onInput(event.currentTarget.value)}>
      <option value="" />
      {target.classes.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
}

function actualOf({ target }: PredictForm, text: string): number | string | undefined {
  const given = text.trim();
  if (given === '') return undefined;
  if (target.task === 'classification') return given;
  return Number.isFinite(Number(given)) ? Number(given) : undefined;
}
