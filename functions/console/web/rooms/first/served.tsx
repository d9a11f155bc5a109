/** What answers for a data set now, how good it was when it was judged, and how it does. */
import type { DatasetOverview } from '../../../../../shared/api/overview.ts';
import type { Traffic } from '../../../../../shared/api/status.ts';
import { pathOf } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { Fact, Facts } from '../../ui/fact.tsx';
import { number, percent, seconds } from '../../ui/format.ts';
import { Moment } from '../../ui/moment.tsx';
import { type Part, PartsBar } from '../../ui/parts-bar.tsx';
import { Quality } from './quality.tsx';

export function Served(overview: DatasetOverview) {
  const { name, title, served, clean, batches } = overview;
  return (
    <article class="panel served" aria-label={title}>
      <h3>
        <a href={pathOf('datasets', name)}>{title}</a>
      </h3>
      {served ? (
        <>
          <p class="version">
            <span class="large">
              <a href={pathOf('versions', name, served.version)}>{t().first.version(served.version)}</a>
            </span>{' '}
            <span class="pale">
              {t().first.since} <Moment at={served.since} />
            </span>
          </p>
          {served.damaged && <p class="problem">{served.damaged}</p>}
          <Quality {...overview} />
        </>
      ) : (
        <>
          <p class="large">{t().first.noModel}</p>
          <p class="pale">{t().first.noModelText(number(clean))}</p>
        </>
      )}
      <Doing {...overview} />
      <p class="pale small">
        {t().first.batches} {number(batches)} · {t().first.rows} {number(clean)}
        {served && (
          <>
            {' · '}
            <a href={`/models/${name}/${served.version}/card`}>{t().first.card}</a>
          </>
        )}
      </p>
    </article>
  );
}

function Doing({ answered, errorRate, live, traffic, served }: DatasetOverview) {
  if (!served) return null;
  const texts = t().first;
  const { coverage } = live.metrics;
  return (
    <>
      <Facts>
        <Fact name={texts.answered}>{number(answered.answers)}</Fact>
        <Fact name={texts.p95}>{answered.p95Ms === null ? <Unknown /> : seconds(answered.p95Ms / 1000)}</Fact>
        <Fact name={texts.coverage}>
          {coverage === undefined ? <Unknown /> : percent(coverage)}{' '}
          {coverage !== undefined && live.level !== null && (
            <span class="pale">{texts.coverageOf(percent(live.level))}</span>
          )}
        </Fact>
        <Fact name={texts.errors}>{errorRate === null ? <Unknown /> : percent(errorRate)}</Fact>
      </Facts>
      {traffic && traffic.length > 0 && (
        <div class="traffic">
          <PartsBar
            label={texts.traffic}
            parts={traffic.map(shareOf)}
            told={(value) => `${value} %`}
            isShare
          />
        </div>
      )}
    </>
  );
}

const Unknown = () => <span class="pale">{t().first.unknown}</span>;

function shareOf({ version, percent: value }: Traffic[number], index: number): Part {
  const name = version === null ? t().first.follows : t().first.version(version);
  return { name, value, tone: index === 0 ? 'accent' : 'second' };
}
