/** A person wants a training now. */
import { useState } from 'preact/hooks';
import type { TrainingRequest } from '../../../../../shared/api/changes.ts';
import { send } from '../../data/ask.ts';
import { mayFor, useMe } from '../../data/me.ts';
import { tell } from '../../shell/said.tsx';
import { t } from '../../texts/texts.ts';
import { ChangeDialog } from '../../ui/change-dialog.tsx';

export function TrainNow({ dataset }: { readonly dataset: string }) {
  const { value: me } = useMe();
  const [isOpen, setOpen] = useState(false);
  const texts = t().pipeline;
  if (!mayFor(me, 'train', dataset)) return null;
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        {texts.train}
      </button>
      {isOpen && (
        <ChangeDialog
          title={texts.trainTitle(dataset)}
          action={texts.train}
          onConfirm={async (reason) => {
            await send<TrainingRequest>('POST', `/api/datasets/${dataset}/train`, { reason });
            tell(texts.trainAsked);
          }}
          onClose={() => setOpen(false)}
        >
          <p>{texts.trainText}</p>
        </ChangeDialog>
      )}
    </>
  );
}
