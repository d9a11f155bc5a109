/** A batch that was wrong is taken back. */
import { useState } from 'preact/hooks';
import type { BatchReport } from '../../../../../shared/api/batches.ts';
import type { RetractionRequest } from '../../../../../shared/api/changes.ts';
import { send } from '../../data/ask.ts';
import { mayFor, useMe } from '../../data/me.ts';
import { pathOf } from '../../shell/place.ts';
import { tell } from '../../shell/said.tsx';
import { t } from '../../texts/texts.ts';
import { ChangeDialog } from '../../ui/change-dialog.tsx';
import { number } from '../../ui/format.ts';

export function Retract({
  batch: { dataset, id, clean, stage, retractedAt },
}: {
  readonly batch: BatchReport;
}) {
  const { value: me } = useMe();
  const [isOpen, setOpen] = useState(false);
  const texts = t().batches;
  // Before it is cleaned nothing can have learned from it, and the server says no.
  const isCleaned = stage !== 'received' && stage !== 'stored';
  if (retractedAt || !isCleaned || !mayFor(me, 'operate', dataset)) return null;
  return (
    <>
      <button type="button" class="danger" onClick={() => setOpen(true)}>
        {texts.retract}
      </button>
      {isOpen && (
        <ChangeDialog
          title={texts.retractTitle(id)}
          action={texts.retract}
          isDangerous
          onConfirm={async (reason) => {
            await send<RetractionRequest>('POST', `/api${pathOf('batches', dataset, id, 'retract')}`, {
              reason,
            });
            tell(texts.retractAsked);
          }}
          onClose={() => setOpen(false)}
        >
          <p>
            <b>{texts.retractRows(number(clean))}</b>
          </p>
          <p>{texts.retractText}</p>
        </ChangeDialog>
      )}
    </>
  );
}
