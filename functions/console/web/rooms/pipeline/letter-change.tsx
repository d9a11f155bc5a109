/** A dead letter replayed or discarded, or all of a kind: the dialog for it. */
import type { DeadLetter, Discarded, Replay, Replayed } from '../../../../../shared/api/dead-letters.ts';
import { send } from '../../data/ask.ts';
import { tell } from '../../shell/said.tsx';
import { t } from '../../texts/texts.ts';
import { ChangeDialog } from '../../ui/change-dialog.tsx';
import { number } from '../../ui/format.ts';
import type { Kind } from './letter-kind.tsx';

export type Change =
  | { readonly what: 'replay' | 'discard'; readonly letter: DeadLetter }
  | { readonly what: 'replay all' | 'discard all'; readonly kind: Kind };

export interface LetterChangeProps {
  readonly change: Change;
  readonly onClose: () => void;
}

const isReplay = ({ what }: Change): boolean => what === 'replay' || what === 'replay all';

export function LetterChange({ change, onClose }: LetterChangeProps) {
  const texts = t().letters;
  const replays = isReplay(change);
  return (
    <ChangeDialog
      title={titleOf(change)}
      action={replays ? texts.replay : texts.discard}
      isDangerous={!replays}
      onConfirm={(reason) => (replays ? replay(change, reason) : discard(change, reason))}
      onClose={onClose}
    >
      {'kind' in change && (
        <p>
          <b>{texts.count(number(change.kind.letters.length))}</b>
        </p>
      )}
      <p>{replays ? texts.replayText : texts.discardText}</p>
      {change.what === 'replay' && change.letter.hopeless && <p class="problem">{texts.hopeless}</p>}
    </ChangeDialog>
  );
}

function titleOf(change: Change): string {
  const texts = t().letters;
  if ('letter' in change) {
    const id = String(change.letter.id);
    return isReplay(change) ? texts.replayOne(id) : texts.discardOne(id);
  }
  const kind = texts.kind(change.kind.type, change.kind.dataset ?? texts.noDataset);
  return isReplay(change) ? texts.replayAllTitle(kind) : texts.discardAllTitle(kind);
}

/** As a request names them: those that were shown, none that has come since. */
const askedFor = ({ type, dataset, letters }: Kind) => ({ type, dataset, until: letters.at(-1)?.id });

/** @throws Refused */
async function discard(change: Change, reason: string): Promise<void> {
  const [path, of] =
    'letter' in change
      ? [`/api/dead-letters/${change.letter.id}/discard`, {}]
      : ['/api/dead-letters/discard', askedFor(change.kind)];
  const { discarded } = await send<Discarded>('POST', path, { ...of, reason });
  tell(t().letters.discarded(number(discarded.length)));
}

/** @throws Refused */
async function replay(change: Change, reason: string): Promise<void> {
  const replayed =
    'letter' in change ? await replayOne(change.letter, reason) : await replayKind(change.kind, reason);
  const unsent = replayed.find(({ sent }) => !sent);
  const texts = t().letters;
  if (unsent) tell(texts.owed(unsent.error ?? ''));
  else tell('letter' in change ? texts.replayed : texts.replayedAll(number(replayed.length)));
}

const replayOne = async ({ id }: DeadLetter, reason: string): Promise<readonly Replayed[]> =>
  (await send<Replay>('POST', `/api/dead-letters/${id}/replay`, { reason })).replayed;

/** One request replays so many at most; one that comes back meanwhile is not sent once more. */
async function replayKind(kind: Kind, reason: string): Promise<readonly Replayed[]> {
  const all: Replayed[] = [];
  const wanted = { ...askedFor(kind), hopeless: false, reason };
  for (;;) {
    const { replayed, left } = await send<Replay>('POST', '/api/dead-letters/replay', {
      ...wanted,
      after: all.at(-1)?.id,
    });
    all.push(...replayed);
    if (left === 0 || replayed.length === 0) return all;
  }
}
