/** One run whole, or several beside each other. */
import type { RunReport, Runs } from '../../../../../shared/api/runs.ts';
import { useLive } from '../../data/live.ts';
import type { PageProps } from '../../rooms.ts';
import { pathOf, withQuery } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { Fact, Facts } from '../../ui/fact.tsx';
import { number, seconds } from '../../ui/format.ts';
import { Moment } from '../../ui/moment.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Shown } from '../../ui/states.tsx';
import { Artifacts } from './artifacts/artifacts.tsx';
import { Beside } from './beside.tsx';
import { RunCharts } from './charts.tsx';
import { Course } from './course.tsx';
import { lasted, statusTone, statusWord } from './run-words.ts';

export function Page({ parts: { runs: ids = '' } }: PageProps) {
  const live = useLive<Runs>(pathOf('api', 'runs', ids));
  const texts = t().runs;
  const count = ids.split(',').length;
  return (
    <div class="page">
      <PageHead title={count === 1 ? texts.one(live.value?.runs[0]?.name || ids) : texts.several(count)}>
        <a href="/runs">{texts.all}</a>
      </PageHead>
      <Shown live={live}>
        {({ runs }) => (
          <>
            <div class="panels">
              {runs.map((run) => (
                <About key={run.id} {...run} />
              ))}
            </div>
            <Course runs={runs} />
            <RunCharts runs={runs} isOpen />
            <Beside runs={runs} />
            {runs.length === 1 && runs.map(({ id }) => <Artifacts key={id} run={id} />)}
          </>
        )}
      </Shown>
    </div>
  );
}

function About(run: RunReport) {
  const { id, name, experiment, status, startedAt, children } = run;
  const texts = t().runs;
  const duration = lasted(run);
  return (
    <section class="panel" aria-label={name || id}>
      <h2>
        <a href={pathOf('runs', id)}>{name || id}</a>{' '}
        <Badge tone={statusTone(status)}>{statusWord(status)}</Badge>
      </h2>
      <Facts>
        <Fact name={texts.experiment}>{experiment}</Fact>
        <Fact name={texts.started}>
          <Moment at={startedAt} />
        </Fact>
        {duration !== undefined && <Fact name={texts.lasted}>{seconds(duration)}</Fact>}
        <Origin {...run} />
        {children > 0 && (
          <Fact name={texts.trials}>
            <a href={withQuery('/runs', { parent: id })}>{texts.trialsCount(number(children))}</a>
          </Fact>
        )}
      </Facts>
    </section>
  );
}

function Origin({ experiment, batch, parent, user, version }: RunReport) {
  const texts = t().runs;
  return (
    <>
      {user !== null && <Fact name={texts.user}>{user}</Fact>}
      {batch !== null && (
        <Fact name={texts.batch}>
          <a href={pathOf('batches', experiment, batch)}>{batch}</a>
        </Fact>
      )}
      {parent !== null && (
        <Fact name={texts.parent}>
          <a href={pathOf('runs', parent)}>{parent}</a>
        </Fact>
      )}
      {version !== null && (
        <Fact name={texts.version}>
          <a href={pathOf('versions', experiment, version)}>{number(version)}</a>
        </Fact>
      )}
    </>
  );
}
