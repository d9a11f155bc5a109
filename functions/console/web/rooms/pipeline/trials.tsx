/** The trials of a training as a strip, in the order in which they were planned: where it stands, at one look. */
import type { Pipeline, StripTrial } from '../../../../../shared/api/pipeline.ts';
import { t } from '../../texts/texts.ts';
import { number, seconds } from '../../ui/format.ts';

const STATES = ['finished', 'stopped', 'failed', 'requested'] as const;

export function Trials({ training }: { readonly training: Pipeline['training'] }) {
  const texts = t().pipeline;
  return (
    <section class="part">
      <h2>{texts.trials}</h2>
      {training === null ? <p class="pale">{texts.trialsNone}</p> : <Of {...training} />}
    </section>
  );
}

function Of({ strip, trials: { done, failed, total } }: NonNullable<Pipeline['training']>) {
  const texts = t().pipeline;
  const planned = Math.max(0, total - strip.length);
  const counts = STATES.map((state) => ({
    state,
    count: strip.filter(({ status }) => status === state).length,
  })).filter(({ count }) => count > 0);
  const parts = counts.map(({ state, count }) => `${texts.trialStates[state]} ${number(count)}`);
  return (
    <div class="panel">
      <div class="strip" role="img" aria-label={texts.strip(parts.join(', '))}>
        {strip.map((trial) => (
          <span key={trial.trial} class={trial.status} title={tellOf(trial)} />
        ))}
        {Array.from({ length: planned }, (_, index) => (
          <span key={`planned ${index}`} title={texts.planned} />
        ))}
      </div>
      <ul class="legend">
        <li>
          <b>{texts.trialsText(number(done + failed), number(total))}</b>
        </li>
        {counts.map(({ state, count }) => (
          <li key={state}>
            <span class={`dot trial-${state}`} aria-hidden="true" /> {texts.trialStates[state]}{' '}
            <b>{number(count)}</b>
          </li>
        ))}
      </ul>
    </div>
  );
}

function tellOf({ trial, family, status, score, seconds: took, error }: StripTrial): string {
  const texts = t().pipeline;
  const parts = [
    texts.trial(number(trial), family),
    texts.trialStates[status],
    score !== null && `${texts.score} ${number(score)}`,
    took !== null && seconds(took),
    error,
  ];
  return parts.filter(Boolean).join(', ');
}
