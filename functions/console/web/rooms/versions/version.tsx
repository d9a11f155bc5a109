/** One version: what it can do, where it comes from and where it went, what happened to it. */
import { useState } from 'preact/hooks';
import type { Version } from '../../../../../shared/api/models.ts';
import type { Status } from '../../../../../shared/api/status.ts';
import type { VersionReport } from '../../../../../shared/api/versions.ts';
import { useLive } from '../../data/live.ts';
import { mayFor, useMe } from '../../data/me.ts';
import type { PageProps } from '../../rooms.ts';
import { pathOf, withQuery } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { Fact, Facts } from '../../ui/fact.tsx';
import { metricTitle, metricTold } from '../../ui/metric.ts';
import { Moment } from '../../ui/moment.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Shown } from '../../ui/states.tsx';
import { VERSION_TONES } from '../../ui/version-state.ts';
import { DriftSince } from './drift-since.tsx';
import { Figures } from './figures/figures.tsx';
import { History } from './history.tsx';
import { Lineage } from './lineage.tsx';
import { isBack, Promote } from './promote.tsx';

export function Page({ parts: { dataset = '', version = '' } }: PageProps) {
  const live = useLive<VersionReport>(pathOf('api', 'models', dataset, version));
  const status = useLive<Status>(withQuery('/api/status', { dataset, limit: '1' })).value;
  return (
    <div class="page">
      <PageHead title={`${dataset}: ${t().versions.version(version)}`}>
        <a href={pathOf('versions', dataset)}>{t().versions.all}</a>
        {live.value && <Actions report={live.value} status={status} />}
      </PageHead>
      <Shown live={live}>
        {(report) => (
          <>
            <About {...report} />
            <Lineage {...report} />
            {report.card && <Figures dataset={dataset} version={report.version} />}
            <DriftSince dataset={dataset} version={report.version} />
            <History lines={report.history} />
          </>
        )}
      </Shown>
    </div>
  );
}

interface ActionsProps {
  readonly report: VersionReport;
  readonly status: Status | undefined;
}

function Actions({ report, status }: ActionsProps) {
  const { dataset, version, card } = report;
  const [wanted, setWanted] = useState<Version>();
  const isAllowed = mayFor(useMe().value, 'promote', dataset);
  const served = status?.production?.version;
  const texts = t().versions;
  return (
    <>
      {card && <a href={`/models/${dataset}/${version}/card`}>{texts.card}</a>}
      {served !== undefined && served !== version && (
        <a href={withQuery(pathOf('versions', dataset, 'versus'), { versions: `${served},${version}` })}>
          {texts.againstProduction}
        </a>
      )}
      {status && isAllowed && served !== version && (
        <button type="button" class="main" onClick={() => setWanted(report)}>
          {isBack(report, status.production) ? texts.rollBack : texts.promote}
        </button>
      )}
      {status && wanted && <Promote {...status} wanted={wanted} onClose={() => setWanted(undefined)} />}
    </>
  );
}

function About({ state, createdAt, reason, damaged, metrics, runId }: VersionReport) {
  const texts = t().versions;
  return (
    <section class="panel">
      <h2>{texts.about}</h2>
      {damaged && <p class="banner wrong">{texts.damaged(damaged)}</p>}
      <p>{reason}</p>
      <Facts>
        <Fact name={texts.state}>
          <Badge tone={VERSION_TONES[state]}>{texts.states[state]}</Badge>
        </Fact>
        <Fact name={texts.made}>
          <Moment at={createdAt} />
        </Fact>
        {runId !== null && (
          <Fact name={texts.run}>
            <a href={pathOf('runs', runId)}>
              <code>{runId}</code>
            </a>
          </Fact>
        )}
        {Object.entries(metrics).map(([name, value]) => (
          <Fact key={name} name={metricTitle(name)}>
            {metricTold(name, value)}
          </Fact>
        ))}
      </Facts>
    </section>
  );
}
