/** By what past predictions are filtered: it stands in the address. */
import type { PredictForm } from '../../../../../shared/api/predicting.ts';
import { asked, say } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { Field } from '../../ui/field.tsx';

/** Names in the address, as the API has them: columns among them are those that are suggested. */
export const filtersFor = ({ suggested }: PredictForm): readonly string[] => [
  'version',
  'from',
  'to',
  'told',
  ...suggested,
];

export function PastFilters({ form: { fields, suggested } }: { readonly form: PredictForm }) {
  const texts = t().predict;
  const labelOf = (name: string): string => fields.find((field) => field.name === name)?.label ?? name;
  return (
    <div class="filters">
      <Filter name="from" label={texts.from} type="date" />
      <Filter name="to" label={texts.until} type="date" />
      <Filter name="version" label={texts.versionColumn} type="text" />
      <Field label={texts.actual}>
        {(field) => (
          <select
            {...field}
            value={asked('told') ?? ''}
            onChange={(event) => say({ told: event.currentTarget.value })}
          >
            <option value="">{texts.either}</option>
            <option value="true">{texts.isTold}</option>
            <option value="false">{texts.notTold}</option>
          </select>
        )}
      </Field>
      {suggested.map((name) => (
        <Filter key={name} name={name} label={labelOf(name)} type="text" />
      ))}
    </div>
  );
}

interface FilterProps {
  readonly name: string;
  readonly label: string;
  readonly type: 'date' | 'text';
}

const Filter = ({ name, label, type }: FilterProps) => (
  <Field label={label}>
    {(field) => {
      const rest = { ...field, maxLength: 300, value: asked(name) ?? '', onChange: changed(name) };
      return type === 'date' ? <input {...rest} type="date" /> : <input {...rest} type="text" />;
    }}
  </Field>
);

const changed =
  (name: string) =>
  ({ currentTarget }: { readonly currentTarget: HTMLInputElement }): void =>
    say({ [name]: currentTarget.value.trim() });
