/** What can be asked: a model for each data set. */
import type { Datasets } from '../../../../../shared/api/datasets.ts';
import { useLive } from '../../data/live.ts';
import { pathOf } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Shown } from '../../ui/states.tsx';

export function Page() {
  const live = useLive<Datasets>('/api/datasets');
  return (
    <div class="page">
      <PageHead title={t().predict.title} />
      <p>{t().predict.choose}</p>
      <Shown live={live}>
        {({ datasets }) => (
          <div class="panels">
            {datasets.map((dataset) => (
              <Choice key={dataset.name} {...dataset} />
            ))}
          </div>
        )}
      </Shown>
    </div>
  );
}

function Choice({ name, title, description, production }: Datasets['datasets'][number]) {
  const texts = t().predict;
  return (
    <article class="panel" aria-label={title}>
      <h2>{title}</h2>
      <p>{description}</p>
      <p>
        {production === null ? (
          <Badge>{texts.noModel}</Badge>
        ) : (
          <Badge tone="good">{texts.version(production)}</Badge>
        )}
      </p>
      <a class="button main" href={pathOf('predict', name)}>
        {texts.ask(title)}
      </a>
    </article>
  );
}
