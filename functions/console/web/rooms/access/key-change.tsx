/** A key made, given a new secret, or revoked: the dialogs for it. A secret is shown once. */
import { useState } from 'preact/hooks';
import type { ChangedKey, Key, MadeKey } from '../../../../../shared/api/keys.ts';
import { send } from '../../data/ask.ts';
import { renew } from '../../data/live.ts';
import { tell } from '../../shell/said.tsx';
import { t } from '../../texts/texts.ts';
import { ChangeDialog } from '../../ui/change-dialog.tsx';
import { Code } from '../../ui/copy.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { MakeKey } from './make-key.tsx';

export type Change = { readonly kind: 'make' } | { readonly kind: 'rotate' | 'revoke'; readonly key: Key };

export interface KeyChangeProps {
  readonly change: Change;
  /** There is no key yet. */
  readonly isFirst: boolean;
  readonly onClose: () => void;
}

export function KeyChange({ change, isFirst, onClose }: KeyChangeProps) {
  const [made, setMade] = useState<MadeKey>();
  if (made) return <Told made={made} isFirst={isFirst} onClose={onClose} />;
  if (change.kind === 'make') return <MakeKey isFirst={isFirst} onMade={setMade} onClose={onClose} />;
  if (change.kind === 'rotate') return <Rotate subject={change.key} onMade={setMade} onClose={onClose} />;
  return <Revoke subject={change.key} onClose={onClose} />;
}

interface Of {
  readonly subject: Key;
  readonly onClose: () => void;
}

function Rotate({
  subject: { id, name },
  onMade,
  onClose,
}: Of & { readonly onMade: (made: MadeKey) => void }) {
  const texts = t().access;
  return (
    <ChangeDialog
      title={texts.rotateTitle(name)}
      action={texts.rotate}
      isReasonOptional
      onConfirm={async (reason) =>
        onMade(await send<MadeKey>('POST', `/api/keys/${id}/rotate`, reason ? { reason } : {}))
      }
      onDone={() => {
        // The new secret is shown instead.
      }}
      onClose={onClose}
    >
      <p>{texts.rotateText}</p>
    </ChangeDialog>
  );
}

function Revoke({ subject: { id, name }, onClose }: Of) {
  const texts = t().access;
  const [force, setForce] = useState(false);
  return (
    <ChangeDialog
      title={texts.revokeTitle(name)}
      action={texts.revoke}
      isDangerous
      onConfirm={async (reason) => {
        const { published } = await send<ChangedKey>('POST', `/api/keys/${id}/revoke`, { reason, force });
        tell(published ? `${name}: ${texts.revoked}` : texts.notPublished);
      }}
      onClose={onClose}
    >
      <p>{texts.revokeText}</p>
      <label class="check">
        <input type="checkbox" checked={force} onChange={(e) => setForce(e.currentTarget.checked)} />{' '}
        {texts.revokeForce}
      </label>
    </ChangeDialog>
  );
}

interface ToldProps {
  readonly made: MadeKey;
  readonly isFirst: boolean;
  readonly onClose: () => void;
}

function Told({ made: { key, text, published }, isFirst, onClose }: ToldProps) {
  const texts = t().access;
  const close = (): void => {
    onClose();
    void renew();
  };
  return (
    <Dialog title={key.name} onClose={close}>
      <p>{texts.told}</p>
      <Code text={text} />
      {!published && <p class="problem">{texts.notPublished}</p>}
      {isFirst && <p>{texts.toldSignIn}</p>}
      <div class="actions">
        {isFirst ? (
          <a class="button main" href="/signin">
            {texts.signInNow}
          </a>
        ) : (
          <button type="button" class="main" onClick={close}>
            {texts.taken}
          </button>
        )}
      </div>
    </Dialog>
  );
}
