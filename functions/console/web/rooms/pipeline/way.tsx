/** The way of a batch: each stage from when it took it to when it was done, on one axis of time. */
import type { StageLine } from '../../../../../shared/api/batches.ts';
import { t } from '../../texts/texts.ts';
import { absolute, number, seconds } from '../../ui/format.ts';
import { endOf, secondsOf } from './span.ts';

export function Way({ stages }: { readonly stages: readonly StageLine[] }) {
  const texts = t().batches;
  const from = Math.min(...stages.map(({ startedAt }) => Date.parse(startedAt)));
  const until = Math.max(from + 1, ...stages.map(endOf));
  return (
    <section class="panel">
      <h2>{texts.stages}</h2>
      {stages.length === 0 ? (
        <p class="pale">{texts.stagesNone}</p>
      ) : (
        <ol class="way">
          {stages.map((line) => (
            <Step key={`${line.stage} ${line.type}`} line={line} from={from} until={until} />
          ))}
        </ol>
      )}
    </section>
  );
}

interface StepProps {
  readonly line: StageLine;
  /** Milliseconds, of the whole axis. */
  readonly from: number;
  readonly until: number;
}

function Step({ line, from, until }: StepProps) {
  const { stage, status, attempts, error, startedAt } = line;
  const texts = t().batches;
  const share = (moment: number): number => (100 * (moment - from)) / (until - from);
  const left = Math.min(99.5, share(Date.parse(startedAt)));
  const width = Math.max(0.5, share(endOf(line)) - left);
  const took = seconds(secondsOf(line));
  return (
    <li title={absolute(startedAt)}>
      <span class="stage-name">{stage}</span>
      <span class="track" aria-hidden="true">
        <span
          class={error && status !== 'done' ? 'failed' : status}
          style={{ left: `${left}%`, width: `${width}%` }}
        />
      </span>
      <span class="took">
        {took} <span class="pale">{texts.stageStates[status]}</span>
        {attempts > 1 && <span class="pale"> · {texts.tried(number(attempts))}</span>}
      </span>
      {error && status !== 'done' && <span class="problem">{error}</span>}
    </li>
  );
}
