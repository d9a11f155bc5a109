/** Where a file is dropped, or chosen with keys. */
import { useState } from 'preact/hooks';
import type { PredictForm } from '../../../../../../shared/api/predicting.ts';
import { t } from '../../../texts/texts.ts';
import { Field } from '../../../ui/field.tsx';
import { number } from '../../../ui/format.ts';
import type { Work } from './work.ts';

export function DropFile({ form, work: { now, take } }: { readonly form: PredictForm; readonly work: Work }) {
  const [isOver, setOver] = useState(false);
  const texts = t().predictFile;
  const dropped = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer?.files ?? [];
    if (file) take(file);
  };
  return (
    <section
      class={isOver ? 'panel drop over' : 'panel drop'}
      aria-label={texts.title}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={dropped}
    >
      <p>{texts.what}</p>
      <Field
        label={texts.choose}
        hint={texts.formats}
        problem={now.step === 'waiting' ? now.problem : undefined}
      >
        {(field) => (
          <input
            {...field}
            type="file"
            accept=".csv,.tsv,.txt,.parquet,.json,.ndjson,.jsonl,.gz"
            onChange={(event) => {
              const [file] = event.currentTarget.files ?? [];
              if (file) take(file);
            }}
          />
        )}
      </Field>
      <p role="status">{now.step === 'looking' ? texts.looking(number(now.rows)) : ''}</p>
      <p class="pale small">{texts.columns(form.fields.map(({ name }) => name).join(', '))}</p>
    </section>
  );
}
