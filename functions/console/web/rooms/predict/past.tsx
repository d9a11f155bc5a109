/** Predictions that were noted: filtered, the newest first, each with what was true. */
import type { PredictForm, Prediction, Predictions } from '../../../../../shared/api/predicting.ts';
import { useLive } from '../../data/live.ts';
import { type Paging, usePages } from '../../data/pages.ts';
import type { PageProps } from '../../rooms.ts';
import { asked, pathOf, withQuery } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { absolute } from '../../ui/format.ts';
import { Moment } from '../../ui/moment.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Shown } from '../../ui/states.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { answerText, cell } from './answer.ts';
import { filtersFor, PastFilters } from './past-filters.tsx';

const LIMIT = 50;
const FORM_MS = 15_000;

export function Page({ parts: { dataset = '' } }: PageProps) {
  const form = useLive<PredictForm>(`/api${pathOf('datasets', dataset, 'form')}`, FORM_MS);
  return (
    <div class="page">
      <PageHead title={t().predict.past}>
        <a href={pathOf('predict', dataset)}>{form.value?.title ?? dataset}</a>
      </PageHead>
      <Shown live={form}>{(value) => <Past form={value} />}</Shown>
    </div>
  );
}

function Past({ form }: { readonly form: PredictForm }) {
  const filters = filtersFor(form);
  const { rows, error, at, more } = usePages(paging(form, filters));
  const texts = t().predict;
  return (
    <>
      <PastFilters form={form} />
      <Shown live={{ value: rows, error, at }}>
        {(found) =>
          found.length === 0 ? (
            <p class="panel">{filters.some((name) => asked(name)) ? texts.pastNoneSuch : texts.pastNone}</p>
          ) : (
            <Table
              label={texts.past}
              columns={columnsFor(form)}
              rows={found}
              rowKey={({ id }) => id}
              more={more}
            />
          )
        }
      </Shown>
    </>
  );
}

function paging({ dataset }: PredictForm, filters: readonly string[]): Paging<Predictions, Prediction> {
  const wanted = filters.flatMap((name) => {
    const value = asked(name);
    return value ? [[name, value] as const] : [];
  });
  const query = { ...Object.fromEntries(wanted), dataset, limit: String(LIMIT) };
  return {
    path: (before) => withQuery('/api/predictions', before ? { ...query, before } : query),
    rowsOf: ({ predictions }) => predictions,
    cursorOf: ({ id }) => id,
    limit: LIMIT,
  };
}

const GIVEN = 5;

/** What was answered, what was true, and some of what was given: what matters most first. */
function columnsFor(form: PredictForm): readonly Column<Prediction>[] {
  const texts = t().predict;
  const { target, fields, dataset } = form;
  const given = [...fields].sort((a, b) => (b.importance ?? 0) - (a.importance ?? 0)).slice(0, GIVEN);
  return [
    {
      key: 'at',
      title: texts.when,
      value: ({ at }) => absolute(at),
      cell: ({ at, id }) => (
        <a href={pathOf('predict', dataset, 'past', id)}>
          <Moment at={at} />
        </a>
      ),
    },
    {
      key: target.column,
      title: target.label,
      value: ({ output }) => asValue(output[target.column] ?? output.label),
      cell: ({ output }) => answerText(output, target),
    },
    {
      key: 'actual',
      title: texts.actual,
      value: ({ actual }) => asValue(actual),
      cell: ({ actual }) => cell(actual, target.unit) || <span class="pale">{texts.notTold}</span>,
    },
    { key: 'version', title: texts.versionColumn, value: ({ version }) => version, isNumeric: true },
    ...given.map(({ name, label, unit }) => ({
      key: name,
      title: label,
      value: ({ input }: Prediction) => asValue(input[name]),
      cell: ({ input }: Prediction) => cell(input[name], unit),
      isMinor: true,
    })),
  ];
}

const asValue = (value: unknown): string | number | null =>
  typeof value === 'string' || typeof value === 'number' ? value : null;
