/** A file that was looked at is sent as a batch, under a name by which it is followed. */
import { useState } from 'preact/hooks';
import { go, pathOf } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { Field } from '../../ui/field.tsx';
import { isName, nameFor, offered } from './sending.ts';

export interface SendBatchProps {
  readonly dataset: string;
  readonly file: File;
}

export function SendBatch({ dataset, file }: SendBatchProps) {
  const [name, setName] = useState(() => nameFor(file));
  const [isUnderWay, setUnderWay] = useState(false);
  const [problem, setProblem] = useState<string>();
  const texts = t().upload;
  const send = async (): Promise<void> => {
    if (isUnderWay || !isName(name)) return;
    setUnderWay(true);
    try {
      await offered(dataset, file, name);
      go(pathOf('batches', dataset, name));
    } catch (error) {
      setProblem((error as Error).message);
      setUnderWay(false);
    }
  };
  const change = (wanted: string): void => {
    setName(wanted);
    setProblem(undefined);
  };
  return (
    <form
      class="panel"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Field label={texts.name} hint={texts.nameHint} problem={isName(name) ? problem : texts.nameWrong}>
        {(field) => <input {...field} value={name} onInput={(e) => change(e.currentTarget.value)} />}
      </Field>
      <button type="submit" class="main" aria-disabled={isUnderWay}>
        {isUnderWay ? t().ui.under : texts.send}
      </button>
    </form>
  );
}
