/** The result of a file, to take away. */
import { useEffect, useState } from 'preact/hooks';
import { t } from '../../../texts/texts.ts';
import { Fact, Facts } from '../../../ui/fact.tsx';
import { bytes, number } from '../../../ui/format.ts';
import type { Step } from './work.ts';

export interface DoneProps {
  readonly now: Extract<Step, { readonly step: 'done' }>;
  readonly onAway: () => void;
}

export function Done({ now: { looked, counts, result }, onAway }: DoneProps) {
  const texts = t().predictFile;
  const address = useAddress(result);
  const left = looked.look.rows - counts.rows;
  return (
    <section class="panel in-file" aria-label={texts.result}>
      <h2>{looked.name}</h2>
      <p role="status">
        {left > 0 ? texts.ended(number(counts.rows), number(looked.look.rows)) : texts.done}
      </p>
      <Facts>
        <Fact name={texts.answered}>{number(counts.answered)}</Fact>
        <Fact name={texts.without}>{number(counts.rows - counts.answered)}</Fact>
        <Fact name={texts.unknown}>{number(counts.unknown)}</Fact>
        <Fact name={texts.versions}>{counts.versions.map(number).join(', ') || t().predict.unknown}</Fact>
      </Facts>
      <p class="hint">{texts.resultText}</p>
      <div class="actions">
        <button type="button" onClick={onAway}>
          {texts.another}
        </button>
        {address && (
          <a class="button main" href={address} download={nameOf(looked.name)}>
            {texts.download} <span class="size">{bytes(result.size)}</span>
          </a>
        )}
      </div>
    </section>
  );
}

/** The browser keeps the result for as long as somebody looks at it. */
function useAddress(result: Blob): string | undefined {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(result);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [result]);
  return address;
}

const nameOf = (name: string): string => `${name.replace(/(\.[a-z0-9]{1,8}){1,2}$/i, '')}-predicted.csv`;
