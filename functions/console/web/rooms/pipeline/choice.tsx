/** For which data set a page is: the one in the address, else the first that is declared. */
import type { ComponentChildren } from 'preact';
import type { DatasetSummary, Datasets } from '../../../../../shared/api/datasets.ts';
import { useLive } from '../../data/live.ts';
import { asked, say } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Shown } from '../../ui/states.tsx';

export interface ForDatasetProps {
  /** What belongs to the data set that was chosen before goes from the address with it. */
  readonly forgets?: readonly string[];
  readonly children: (dataset: DatasetSummary) => ComponentChildren;
}

const EVERY_MS = 10_000;

export function ForDataset({ forgets = [], children }: ForDatasetProps) {
  const live = useLive<Datasets>('/api/datasets', EVERY_MS);
  return (
    <Shown live={live} lines={8}>
      {({ datasets }) => {
        const wanted = asked('dataset') ?? datasets[0]?.name;
        const found = datasets.find(({ name }) => name === wanted);
        return (
          <>
            <Choice datasets={datasets} wanted={found?.name} forgets={forgets} />
            {found ? children(found) : <NotThere name={wanted ?? ''} />}
          </>
        );
      }}
    </Shown>
  );
}

interface ChoiceProps {
  readonly datasets: readonly DatasetSummary[];
  readonly wanted: string | undefined;
  readonly forgets: readonly string[];
}

function Choice({ datasets, wanted, forgets }: ChoiceProps) {
  const others = Object.fromEntries(forgets.map((name) => [name, undefined]));
  return (
    <div class="filters">
      <Field label={t().pipeline.dataset}>
        {(field) => (
          <select
            {...field}
            value={wanted ?? ''}
            onChange={(e) => say({ ...others, dataset: e.currentTarget.value })}
          >
            {wanted === undefined && <option value="">{t().datasets.none}</option>}
            {datasets.map(({ name, title }) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </select>
        )}
      </Field>
    </div>
  );
}

const NotThere = ({ name }: { readonly name: string }) => (
  <Notice title={t().datasets.notThere(name)} isPart>
    <p>{t().datasets.notThereText}</p>
  </Notice>
);
