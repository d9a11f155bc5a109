/** A file is looked at first, and sent when one likes what would become of it; then one follows it to the model. */
import { useState } from 'preact/hooks';
import type { FileCheck } from '../../../../../shared/api/check.ts';
import { Refused } from '../../data/refused.ts';
import { t } from '../../texts/texts.ts';
import { Field } from '../../ui/field.tsx';
import { bytes } from '../../ui/format.ts';
import { PageHead } from '../../ui/page-head.tsx';
import { ForDataset } from './choice.tsx';
import { SendBatch } from './send-batch.tsx';
import { checked } from './sending.ts';
import { WouldBecome } from './would-become.tsx';

export const Page = () => (
  <div class="page">
    <PageHead title={t().upload.title} />
    <p class="pale">{t().upload.text}</p>
    <ForDataset>{({ name }) => <Upload key={name} dataset={name} />}</ForDataset>
  </div>
);

/** How far it has come with a file: it is being looked at as long as there is neither. */
interface Look {
  readonly file: File;
  readonly check?: FileCheck;
  readonly problem?: Refused;
}

function Upload({ dataset }: { readonly dataset: string }) {
  const [look, setLook] = useState<Look>();
  // What is said of a file that was let go for another is said of none.
  const settle = (done: Look): void => setLook((now) => (now?.file === done.file ? done : now));
  const take = (file: File | undefined): void => {
    setLook(file && { file });
    if (file)
      checked(dataset, file).then(
        (check) => settle({ file, check }),
        (error: unknown) => settle({ file, problem: refusedBy(error) }),
      );
  };
  return (
    <>
      <Choose look={look} onTake={take} />
      {look?.check && <WouldBecome check={look.check} />}
      {look && maySend(look) && <SendBatch key={look.file.name} dataset={dataset} file={look.file} />}
    </>
  );
}

const refusedBy = (error: unknown): Refused =>
  error instanceof Refused ? error : new Refused(0, String(error));

const TOO_LARGE = 413;

/** One that is too large to be looked at here is taken all the same. */
const maySend = ({ check, problem }: Look): boolean =>
  check ? check.refused === null : problem?.status === TOO_LARGE;

interface ChooseProps {
  readonly look: Look | undefined;
  readonly onTake: (file: File | undefined) => void;
}

function Choose({ look, onTake }: ChooseProps) {
  const texts = t().upload;
  const isUnderWay = look !== undefined && !look.check && !look.problem;
  return (
    <section
      class="panel"
      aria-label={texts.file}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        onTake(event.dataTransfer?.files[0]);
      }}
    >
      <Field label={texts.file} hint={texts.fileHint} problem={look?.problem?.message}>
        {(field) => <input {...field} type="file" onChange={(e) => onTake(e.currentTarget.files?.[0])} />}
      </Field>
      <p role="status">
        {look && `${look.file.name}, ${bytes(look.file.size)}${isUnderWay ? `: ${texts.looking}` : ''}`}
      </p>
      {look?.problem && (
        <button type="button" onClick={() => onTake(look.file)}>
          {t().ui.again}
        </button>
      )}
    </section>
  );
}
