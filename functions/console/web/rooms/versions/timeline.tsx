/** What was in production when: who or what brought it there, and why. */
import type { ProductionMoment, ProductionTimeline } from '../../../../../shared/api/versions.ts';
import { useLive } from '../../data/live.ts';
import { pathOf } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Shown } from '../../ui/states.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { eventTitle } from './events.ts';

export function Timeline({ dataset }: { readonly dataset: string }) {
  const live = useLive<ProductionTimeline>(pathOf('api', 'models', dataset, 'timeline'));
  const texts = t().versions;
  return (
    <section class="part">
      <h2>{texts.timeline}</h2>
      <Shown live={live}>
        {({ moments }) =>
          moments.length === 0 ? (
            <p class="pale">{texts.timelineNone}</p>
          ) : (
            <Table
              name="timeline"
              label={texts.timeline}
              columns={columns(dataset)}
              rows={moments}
              rowKey={({ at, version, event }) => `${at} ${version} ${event}`}
            />
          )
        }
      </Shown>
    </section>
  );
}

function columns(dataset: string): readonly Column<ProductionMoment>[] {
  const texts = t().versions;
  return [
    { key: 'at', title: texts.when, value: ({ at }) => at, cell: ({ at }) => <Moment at={at} /> },
    {
      key: 'version',
      title: texts.number,
      value: ({ version }) => version,
      cell: ({ version }) =>
        version === null ? '–' : <a href={pathOf('versions', dataset, version)}>{version}</a>,
    },
    {
      key: 'event',
      title: texts.what,
      value: ({ event }) => eventTitle(event),
      cell: ({ event }) => <Badge tone={event === 'promoted' ? 'good' : 'bad'}>{eventTitle(event)}</Badge>,
    },
    { key: 'by', title: texts.who, value: ({ by }) => by ?? texts.pipeline },
    {
      key: 'because',
      title: texts.why,
      value: ({ because, reason }) => because ?? reason,
      cell: ({ because, reason }) => <span class="words">{because ?? reason}</span>,
    },
  ];
}
