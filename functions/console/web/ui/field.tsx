/** A field with its label, what helps to fill it in, and what is wrong with what is in it. */
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

/** For the input, the select or the textarea. */
export interface FieldAttributes {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean;
}

export interface FieldProps {
  readonly label: string;
  /** Shown after the label: "sqft". */
  readonly unit?: string | undefined;
  readonly hint?: string | undefined;
  readonly problem?: string | undefined;
  readonly children: (attributes: FieldAttributes) => ComponentChildren;
}

export function Field({ label, unit, hint, problem, children }: FieldProps) {
  const id = useId();
  const described = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(' ') || undefined;
  return (
    <div class="field">
      <label for={id}>
        {label} {unit && <span class="pale">{unit}</span>}
      </label>
      {children({ id, 'aria-describedby': described, 'aria-invalid': problem !== undefined })}
      {hint && (
        <p id={`${id}-hint`} class="hint">
          {hint}
        </p>
      )}
      {problem && (
        <p id={`${id}-problem`} class="problem">
          {problem}
        </p>
      )}
    </div>
  );
}
