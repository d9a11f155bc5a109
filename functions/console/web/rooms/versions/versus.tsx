/** Versions against each other, metric by metric: champion and challenger on a page that can be sent. */
import type { MetricBeside, Versus } from '../../../../../shared/api/versions.ts';
import { useLive } from '../../data/live.ts';
import type { PageProps } from '../../rooms.ts';
import { asked, pathOf, withQuery } from '../../shell/place.ts';
import { tell } from '../../shell/said.tsx';
import { t } from '../../texts/texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { copied } from '../../ui/copy.tsx';
import { metricTitle, metricTold } from '../../ui/metric.ts';
import { Notice } from '../../ui/notice.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Shown } from '../../ui/states.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { VERSION_TONES } from '../../ui/version-state.ts';

export function Page({ parts: { dataset = '' } }: PageProps) {
  const versions = asked('versions') ?? '';
  const texts = t().versions;
  const all = pathOf('versions', dataset);
  if (!versions.includes(','))
    return (
      <Notice title={texts.versusFew}>
        <a href={all}>{texts.all}</a>
      </Notice>
    );
  return (
    <div class="page">
      <PageHead title={texts.versus(dataset)}>
        <a href={all}>{texts.all}</a>
        <button type="button" onClick={() => void copied(location.href).then(() => tell(t().ui.copied))}>
          {texts.link}
        </button>
      </PageHead>
      <Beside path={withQuery(pathOf('api', 'models', dataset, 'versus'), { versions })} />
    </div>
  );
}

function Beside({ path }: { readonly path: string }) {
  const live = useLive<Versus>(path);
  const texts = t().versions;
  return (
    <Shown live={live}>
      {(versus) => (
        <>
          <div class="panels">
            {versus.versions.map(({ version, state, reason }) => (
              <section key={version} class="panel">
                <h2>
                  <a href={pathOf('versions', versus.dataset, version)}>{texts.version(version)}</a>{' '}
                  <Badge tone={VERSION_TONES[state]}>{texts.states[state]}</Badge>
                </h2>
                <p class="pale">{reason}</p>
              </section>
            ))}
          </div>
          <p class="pale">{texts.versusText}</p>
          <Table
            label={texts.versus(versus.dataset)}
            columns={columns(versus)}
            rows={versus.metrics}
            rowKey={({ metric }) => metric}
          />
        </>
      )}
    </Shown>
  );
}

function columns({ versions, accept }: Versus): readonly Column<MetricBeside>[] {
  const texts = t().versions;
  return [
    {
      key: 'metric',
      title: texts.metric,
      value: ({ metric }) => metricTitle(metric),
      cell: ({ metric, better }) => (
        <>
          {metricTitle(metric)} {better && <span class="pale">{texts[better]}</span>}
        </>
      ),
    },
    ...versions.map(
      ({ version }, index): Column<MetricBeside> => ({
        key: `v${version}`,
        title: texts.version(version),
        value: ({ values }) => values[index],
        cell: ({ metric, values, best }) => (
          <>
            {metricTold(metric, values[index])} {best === index && <Badge tone="good">{texts.best}</Badge>}
          </>
        ),
        isNumeric: true,
      }),
    ),
    { key: 'needed', title: texts.needed, value: ({ metric }) => neededOf(metric, accept), isMinor: true },
  ];
}

const neededOf = (metric: string, accept: Versus['accept']): string =>
  accept
    .filter((one) => one.metric === metric)
    .flatMap(({ least, most }) => [
      least === undefined ? [] : t().versions.bound.least(metricTold(metric, least)),
      most === undefined ? [] : t().versions.bound.most(metricTold(metric, most)),
    ])
    .flat()
    .join(', ');
