/** A file on its way through the model: how far it is, and what holds it up. */
import { t } from '../../../texts/texts.ts';
import { number } from '../../../ui/format.ts';
import type { Step } from './work.ts';

export interface AskingProps {
  readonly now: Extract<Step, { readonly step: 'asking' | 'held' }>;
  readonly onEnd: () => void;
}

export function Asking({ now, onEnd }: AskingProps) {
  const texts = t().predictFile;
  const { looked, counts } = now;
  const progress = texts.progress(number(counts.rows), number(looked.look.rows));
  return (
    <section class="panel" aria-label={texts.under}>
      <h2>{looked.name}</h2>
      <progress class="wide" max={Math.max(looked.look.rows, 1)} value={counts.rows} aria-label={progress} />
      <p role="status">{progress}</p>
      {now.step === 'asking' && now.again !== undefined && <p class="hint">{texts.again(now.again)}</p>}
      {now.step === 'held' && (
        <p class="problem" role="alert">
          {texts.held(now.problem)}
        </p>
      )}
      <div class="actions">
        <button type="button" onClick={onEnd}>
          {texts.abort}
        </button>
        {now.step === 'held' && (
          <button type="button" class="main" onClick={now.goOn}>
            {texts.goOn}
          </button>
        )}
      </div>
    </section>
  );
}
