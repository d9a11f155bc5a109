/** A dead letter replayed or discarded, or all of a kind discarded: the dialog for it. */
import type { DeadLetter, Discarded, Replay } from '../../../../../shared/api/dead-letters.ts';
import { send } from '../../data/ask.ts';
import { tell } from '../../shell/said.tsx';
import { t } from '../../texts/texts.ts';
import { ChangeDialog } from '../../ui/change-dialog.tsx';
import { number } from '../../ui/format.ts';
import type { Kind } from './letter-kind.tsx';

export type Change =
  | { readonly what: 'replay' | 'discard'; readonly letter: DeadLetter }
  | { readonly what: 'discard all'; readonly kind: Kind };

export interface LetterChangeProps {
  readonly change: Change;
  readonly onClose: () => void;
}

export function LetterChange({ change, onClose }: LetterChangeProps) {
  const texts = t().letters;
  const isReplay = change.what === 'replay';
  return (
    <ChangeDialog
      title={titleOf(change)}
      action={isReplay ? texts.replay : texts.discard}
      isDangerous={!isReplay}
      onConfirm={(reason) => done(change, reason)}
      onClose={onClose}
    >
      {change.what === 'discard all' && (
        <p>
          <b>{texts.count(number(change.kind.letters.length))}</b>
        </p>
      )}
      <p>{isReplay ? texts.replayText : texts.discardText}</p>
      {isReplay && change.letter.hopeless && <p class="problem">{texts.hopeless}</p>}
    </ChangeDialog>
  );
}

function titleOf(change: Change): string {
  const texts = t().letters;
  if (change.what === 'discard all')
    return texts.discardAllTitle(texts.kind(change.kind.type, change.kind.dataset ?? texts.noDataset));
  const id = String(change.letter.id);
  return change.what === 'replay' ? texts.replayOne(id) : texts.discardOne(id);
}

/** @throws Refused */
async function done(change: Change, reason: string): Promise<void> {
  if (change.what === 'replay') return await replay(change.letter, reason);
  const [path, of] =
    'letter' in change
      ? [`/api/dead-letters/${change.letter.id}/discard`, {}]
      : ['/api/dead-letters/discard', { type: change.kind.type, dataset: change.kind.dataset }];
  const { discarded, left } = await send<Discarded>('POST', path, { ...of, reason });
  const texts = t().letters;
  tell(texts.discarded(number(discarded.length)));
  if (left > 0) tell(texts.left(number(left)));
}

async function replay({ id }: DeadLetter, reason: string): Promise<void> {
  const { replayed } = await send<Replay>('POST', `/api/dead-letters/${id}/replay`, { reason });
  const unsent = replayed.find(({ sent }) => !sent);
  const texts = t().letters;
  tell(unsent ? texts.owed(unsent.error ?? '') : texts.replayed);
}
