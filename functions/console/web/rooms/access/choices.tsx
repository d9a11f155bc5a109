/** Several of some. */
import { useId } from 'preact/hooks';

export interface ChoicesProps {
  readonly legend: string;
  readonly options: readonly { readonly name: string; readonly about: string }[];
  readonly chosen: readonly string[];
  /** One that stands for all: no other is chosen beside it. */
  readonly alone?: string;
  readonly problem?: string | undefined;
  readonly onChange: (chosen: readonly string[]) => void;
}

export function Choices({ legend, options, chosen, alone, problem, onChange }: ChoicesProps) {
  const id = useId();
  const toggle = (name: string): void => {
    if (chosen.includes(name)) onChange(chosen.filter((one) => one !== name));
    else onChange(name === alone ? [name] : [...chosen.filter((one) => one !== alone), name]);
  };
  return (
    <fieldset class="choices" aria-describedby={problem ? id : undefined}>
      <legend>{legend}</legend>
      {options.map(({ name, about }) => (
        <label key={name}>
          <input type="checkbox" checked={chosen.includes(name)} onChange={() => toggle(name)} />
          <span>
            <b>{name}</b> <span class="pale">{about}</span>
          </span>
        </label>
      ))}
      {problem && (
        <p id={id} class="problem">
          {problem}
        </p>
      )}
    </fieldset>
  );
}
