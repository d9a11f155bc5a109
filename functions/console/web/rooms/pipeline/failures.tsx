/** What fails, or was given up in the last day, with why. */
import type { StageFailure } from '../../../../../shared/api/pipeline.ts';
import { asked, pathOf } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { number } from '../../ui/format.ts';
import { Moment } from '../../ui/moment.tsx';
import { type Column, Table } from '../../ui/table.tsx';

export interface FailuresProps {
  readonly dataset: string;
  readonly failures: readonly StageFailure[];
}

export function Failures({ dataset, failures }: FailuresProps) {
  const stage = asked('stage');
  const shown = stage ? failures.filter((one) => one.stage === stage) : failures;
  const texts = t().pipeline;
  if (shown.length === 0)
    return (
      <p class="calm">
        <span aria-hidden="true">✓</span> {texts.failuresNone}
      </p>
    );
  return (
    <Table
      name="failures"
      label={stage ? texts.failuresOf(stage) : texts.failures}
      columns={columns(dataset)}
      rows={shown}
      rowKey={({ stage, type, batch, failedAt }) => [stage, type, batch, failedAt].join(' ')}
    />
  );
}

function columns(dataset: string): readonly Column<StageFailure>[] {
  const texts = t().pipeline;
  return [
    { key: 'stage', title: texts.stage, value: ({ stage }) => stage },
    {
      key: 'batch',
      title: texts.batch,
      value: ({ batch }) => batch,
      cell: ({ batch }) => batch && <a href={pathOf('batches', dataset, batch)}>{batch}</a>,
    },
    {
      key: 'state',
      title: texts.state,
      value: ({ status }) => status,
      cell: ({ status, attempts }) =>
        status === 'failed' ? (
          <Badge tone="bad">{texts.givenUp(number(attempts))}</Badge>
        ) : (
          <Badge tone="warn">{texts.retried(number(attempts))}</Badge>
        ),
    },
    {
      key: 'when',
      title: texts.when,
      value: ({ failedAt }) => failedAt,
      cell: ({ failedAt }) => <Moment at={failedAt} />,
      isMinor: true,
    },
    { key: 'why', title: texts.why, value: ({ error }) => error },
  ];
}
