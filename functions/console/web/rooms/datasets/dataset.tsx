/** One data set: what it is, its versions, its newest batches, and the commands for it. */
import type { Datasets } from '../../../../../shared/api/datasets.ts';
import type { Status } from '../../../../../shared/api/status.ts';
import { useLive } from '../../data/live.ts';
import type { PageProps } from '../../rooms.ts';
import { pathOf, withQuery } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { Code } from '../../ui/copy.tsx';
import { Fact, Facts } from '../../ui/fact.tsx';
import { number } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Shown } from '../../ui/states.tsx';
import { Batches } from './batches.tsx';
import { Declaration } from './declaration/declaration.tsx';
import { Versions } from './versions.tsx';

export function Page({ parts: { dataset = '' } }: PageProps) {
  const live = useLive<Datasets>('/api/datasets');
  return (
    <div class="page">
      <Shown live={live}>
        {({ datasets }) => {
          const found = datasets.find(({ name }) => name === dataset);
          return found ? <Found {...found} /> : <NotThere name={dataset} />;
        }}
      </Shown>
    </div>
  );
}

const NotThere = ({ name }: { readonly name: string }) => (
  <Notice title={t().datasets.notThere(name)}>
    <p>{t().datasets.notThereText}</p>
    <a href="/datasets">{t().datasets.all}</a>
  </Notice>
);

function Found({
  name,
  title,
  description,
  target,
  task,
  batches,
  clean,
  production,
}: Datasets['datasets'][number]) {
  const status = useLive<Status>(withQuery('/api/status', { dataset: name, limit: '20' }));
  const texts = t().datasets;
  return (
    <>
      <PageHead title={title}>
        <a href={pathOf('datasets', name, 'data')}>{t().data.link}</a>
        <a href={`/services/predict-${name}/docs`}>{texts.predictor}</a>
        {production !== null && <a href={`/models/${name}/production/card`}>{texts.card}</a>}
      </PageHead>
      <section class="panel" aria-label={texts.about}>
        <p>{description}</p>
        <Facts>
          <Fact name={texts.name}>
            <code>{name}</code>
          </Fact>
          <Fact name={texts.predicts}>
            <code>{target}</code>, {texts.task[task]}
          </Fact>
          <Fact name={texts.batches}>{number(batches)}</Fact>
          <Fact name={texts.clean}>{number(clean)}</Fact>
          <Fact name={texts.production}>{production === null ? texts.none : texts.version(production)}</Fact>
        </Facts>
      </section>
      <Shown live={status}>
        {(stands) => (
          <>
            <Versions dataset={name} versions={stands.models} />
            <Batches dataset={name} batches={stands.batches} />
          </>
        )}
      </Shown>
      <Declaration dataset={name} />
      <section class="panel">
        <h2>{texts.commands}</h2>
        <p class="pale">{texts.commandsText}</p>
        <Code text={commandsFor(name)} />
      </section>
    </>
  );
}

const commandsFor = (name: string): string =>
  [
    `npm run status -- ${name} --to ${location.origin}`,
    `npm run ingest -- ${name} rows.csv --check --to ${location.origin}`,
    `npm run ingest -- ${name} rows.csv --to ${location.origin}`,
    `npm run train -- ${name} --reason "new prices" --to ${location.origin}`,
  ].join('\n');
