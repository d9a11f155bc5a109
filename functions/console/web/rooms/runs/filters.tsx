/** Which runs are listed: said in the address. */
import type { RunLine } from '../../../../../shared/api/runs.ts';
import { asked, say } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { Field } from '../../ui/field.tsx';

const STATUSES = ['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'] as const;

export const isFiltered = (): boolean =>
  ['experiment', 'status', 'name', 'parent', 'filter'].some((name) => asked(name) !== undefined);

/** @param runs that are there, for what can be chosen */
export function Filters({ runs }: { readonly runs: readonly RunLine[] }) {
  const texts = t().runs;
  const experiments = [...new Set(runs.map(({ experiment }) => experiment))].sort();
  return (
    <div class="filters">
      <Field label={texts.experiment}>
        {(field) => (
          <>
            <input
              {...field}
              list="experiments"
              value={asked('experiment') ?? ''}
              onChange={(e) => say({ experiment: e.currentTarget.value })}
            />
            <datalist id="experiments">
              {experiments.map((name) => (
                <option key={name} value={name} />
              ))}
            </datalist>
          </>
        )}
      </Field>
      <Field label={texts.status}>
        {(field) => (
          <select
            {...field}
            value={asked('status') ?? ''}
            onChange={(e) => say({ status: e.currentTarget.value })}
          >
            <option value="">{texts.any}</option>
            {STATUSES.map((status) => (
              <option key={status} value={status}>
                {texts.statuses[status]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={texts.name}>
        {(field) => (
          <input
            {...field}
            value={asked('name') ?? ''}
            onChange={(e) => say({ name: e.currentTarget.value })}
          />
        )}
      </Field>
    </div>
  );
}
