/** What was logged of runs, beside each other: metrics, parameters, tags; of several only what differs, if one likes. */
import type { RunReport } from '../../../../../shared/api/runs.ts';
import { asked, say } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { metricTitle, metricTold } from '../../ui/metric.ts';
import { type Column, Table } from '../../ui/table.tsx';
import { type KeyBeside, keysBeside, type Logged } from './keys-beside.ts';

export function Beside({ runs }: { readonly runs: readonly RunReport[] }) {
  const texts = t().runs;
  const isWhole = runs.length < 2 || asked('all') === '1';
  const parts = [
    { name: 'metrics', of: ({ metrics }: RunReport): Logged => metrics },
    { name: 'params', of: ({ params }: RunReport): Logged => params },
    { name: 'tags', of: ({ tags }: RunReport): Logged => tags },
  ] as const;
  return (
    <>
      {runs.length > 1 && (
        <label class="check">
          <input
            type="checkbox"
            checked={!isWhole}
            onChange={(e) => say({ all: e.currentTarget.checked ? undefined : '1' })}
          />{' '}
          {texts.differences}
        </label>
      )}
      {parts.map(({ name, of }) => (
        <Part key={name} name={name} runs={runs} keys={keysBeside(runs.map(of))} isWhole={isWhole} />
      ))}
    </>
  );
}

interface PartProps {
  readonly name: 'metrics' | 'params' | 'tags';
  readonly runs: readonly RunReport[];
  readonly keys: readonly KeyBeside[];
  readonly isWhole: boolean;
}

function Part({ name, runs, keys, isWhole }: PartProps) {
  const texts = t().runs;
  const shown = isWhole ? keys : keys.filter(({ differs }) => differs);
  return (
    <section class="part">
      <h2>{texts[name]}</h2>
      {shown.length === 0 ? (
        <p class="pale">{keys.length === 0 ? texts.nothing : texts.allSame}</p>
      ) : (
        <Table
          name={name}
          label={texts[name]}
          columns={columns(runs, name === 'metrics')}
          rows={shown}
          rowKey={({ key }) => key}
        />
      )}
    </section>
  );
}

function columns(runs: readonly RunReport[], isMetric: boolean): readonly Column<KeyBeside>[] {
  const texts = t().runs;
  return [
    { key: 'key', title: texts.key, value: ({ key }) => (isMetric ? metricTitle(key) : key) },
    ...runs.map(
      ({ id, name }, index): Column<KeyBeside> => ({
        key: id,
        title: runs.length === 1 ? texts.value : name || id,
        value: ({ values }) => values[index],
        cell: ({ key, values }) => (isMetric ? metricTold(key, values[index]) : (values[index] ?? '–')),
        isNumeric: isMetric,
      }),
    ),
  ];
}
