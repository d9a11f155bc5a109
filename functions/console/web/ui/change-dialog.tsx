/** A change that a person has to want: what will become of it, why they want it, and what was wrong with it. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { renew } from '../data/live.ts';
import { t } from '../texts/texts.ts';
import { Dialog } from './dialog.tsx';
import { Field } from './field.tsx';

export interface ChangeDialogProps {
  readonly title: string;
  /** What will change. */
  readonly children?: ComponentChildren;
  /** On the button: what is done. */
  readonly action: string;
  /** Cannot be undone: a name that has to be typed. */
  readonly typed?: string;
  readonly isDangerous?: boolean;
  /** Whether one may do it without a reason. */
  readonly isReasonOptional?: boolean;
  /** Does it; what it throws is shown, and nothing is closed. */
  readonly onConfirm: (reason: string) => Promise<void>;
  readonly onClose: () => void;
  /** When it is done; default `onClose`. */
  readonly onDone?: () => void;
}

export function ChangeDialog(props: ChangeDialogProps) {
  const { title, children, action, typed, isDangerous, isReasonOptional = false, onConfirm, onClose } = props;
  const [reason, setReason] = useState('');
  const [name, setName] = useState('');
  const [isTried, setTried] = useState(false);
  const [isUnderWay, setUnderWay] = useState(false);
  const [problem, setProblem] = useState<string>();
  const texts = t().ui;
  const noReason = !isReasonOptional && reason.trim() === '' ? texts.reasonMissing : undefined;
  const noName = typed !== undefined && name !== typed ? texts.nameMissing(typed) : undefined;
  const confirm = async (): Promise<void> => {
    setTried(true);
    if (noReason || noName || isUnderWay) return;
    setUnderWay(true);
    try {
      await onConfirm(reason.trim());
      (props.onDone ?? onClose)();
      void renew();
    } catch (error) {
      setProblem((error as Error).message);
      setUnderWay(false);
    }
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void confirm();
        }}
      >
        {children}
        {typed !== undefined && (
          <Field label={texts.typeName(typed)} problem={isTried ? noName : undefined}>
            {(field) => <input {...field} value={name} onInput={(e) => setName(e.currentTarget.value)} />}
          </Field>
        )}
        <Field label={texts.reason} hint={texts.reasonHint} problem={isTried ? noReason : undefined}>
          {(field) => (
            <textarea
              {...field}
              rows={2}
              maxLength={1000}
              value={reason}
              onInput={(e) => setReason(e.currentTarget.value)}
            />
          )}
        </Field>
        {problem && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        <div class="actions">
          <button type="button" onClick={onClose}>
            {texts.cancel}
          </button>
          <button type="submit" class={isDangerous ? 'danger' : 'main'} aria-disabled={isUnderWay}>
            {isUnderWay ? texts.under : action}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
