/** One stage: what it does, what is there now, how long it takes, and what fails at it. */
import type { PipelineStage, StageFailure } from '../../../../../shared/api/pipeline.ts';
import { say } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { Fact, Facts } from '../../ui/fact.tsx';
import { number, seconds } from '../../ui/format.ts';
import { Moment } from '../../ui/moment.tsx';
import { isSlow, type Node } from './nodes.ts';

export interface StagePanelProps {
  readonly node: Node;
  readonly failures: readonly StageFailure[];
}

export function StagePanel({ node, failures }: StagePanelProps) {
  const texts = t().pipeline;
  const does: Readonly<Record<string, string>> = texts.stages;
  const own = failures.filter(({ stage }) => stage === node.name);
  return (
    <section class="panel stage" aria-labelledby="stage">
      <div class="dialog-head">
        <h2 id="stage">{texts.chosen(node.name)}</h2>
        <button
          type="button"
          class="quiet"
          aria-label={texts.close}
          onClick={() => say({ stage: undefined })}
        >
          ×
        </button>
      </div>
      <p>{does[node.name]}</p>
      <Facts>
        <Fact name={texts.podsName}>{known(node.pods)}</Fact>
        <Fact name={texts.wantedName}>{known(node.wanted)}</Fact>
        {node.stage && <Now {...node.stage} />}
      </Facts>
      {own[0] && <p class="problem">{own[0].error}</p>}
    </section>
  );
}

const known = (count: number | null): string => (count === null ? t().pipeline.notKnown : number(count));

function Now(stage: PipelineStage) {
  const { waiting, waitingSince, inFlight, failing, failed, lastSeconds, lastAt, usualSeconds } = stage;
  const texts = t().pipeline;
  return (
    <>
      <Fact name={texts.inFlightName}>{number(inFlight)}</Fact>
      <Fact name={texts.waitingName}>{number(waiting)}</Fact>
      {waitingSince && (
        <Fact name={texts.waitingSince}>
          <Moment at={waitingSince} />
        </Fact>
      )}
      <Fact name={texts.failingName}>{number(failing)}</Fact>
      <Fact name={texts.failedName}>{number(failed)}</Fact>
      <Fact name={texts.lastName}>
        {lastSeconds === null ? texts.notYet : seconds(lastSeconds)}{' '}
        {isSlow(stage) && <Badge tone="warn">{texts.slower}</Badge>}
      </Fact>
      <Fact name={texts.usualName}>
        <span title={texts.usualHint}>{usualSeconds === null ? texts.notKnown : seconds(usualSeconds)}</span>
      </Fact>
      <Fact name={texts.lastAt}>
        <Moment at={lastAt} />
      </Fact>
    </>
  );
}
