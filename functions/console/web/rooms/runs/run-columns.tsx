/** The columns of the list of runs; the server sorts by those that can be sorted by. */
import type { RunReport } from '../../../../../shared/api/runs.ts';
import { pathOf, withQuery } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { number, seconds } from '../../ui/format.ts';
import { metricTitle, metricTold } from '../../ui/metric.ts';
import { Moment } from '../../ui/moment.tsx';
import { orderIn } from '../../ui/order.ts';
import type { Column } from '../../ui/table.tsx';
import { shownKeys } from './columns.tsx';
import { METRIC, PARAM, TAG } from './keys.ts';
import { lasted, statusTone, statusWord } from './run-words.ts';

export interface Choosing {
  readonly chosen: readonly string[];
  readonly setChosen: (ids: readonly string[]) => void;
}

/** For the query of the server. @param text as the table says it in the address */
export function sortOf(text: string | undefined): Readonly<Record<string, string>> {
  const order = orderIn(text);
  return order ? { sort: order.key, order: order.isDown ? 'desc' : 'asc' } : {};
}

export const runColumns = (runs: readonly RunReport[], choosing: Choosing): readonly Column<RunReport>[] => [
  ...own(),
  ...shownKeys(runs).map(columnOf),
  ...ends(choosing),
];

function own(): readonly Column<RunReport>[] {
  const texts = t().runs;
  return [
    {
      key: 'name',
      title: texts.run,
      value: ({ name }) => name,
      cell: ({ id, name, experiment }) => (
        <>
          <a href={pathOf('runs', id)}>{name || id}</a>
          <span class="reason">{experiment}</span>
        </>
      ),
    },
    {
      key: 'status',
      title: texts.status,
      value: ({ status }) => statusWord(status),
      cell: ({ status }) => <Badge tone={statusTone(status)}>{statusWord(status)}</Badge>,
    },
    {
      key: 'started',
      title: texts.started,
      value: ({ startedAt }) => startedAt,
      cell: ({ startedAt }) => <Moment at={startedAt} />,
      isMinor: true,
    },
    {
      key: 'seconds',
      title: texts.lasted,
      value: lasted,
      cell: (run) => {
        const count = lasted(run);
        return count === undefined ? '–' : seconds(count);
      },
      isNumeric: true,
      isMinor: true,
    },
  ];
}

function columnOf(key: string): Column<RunReport> {
  if (key.startsWith(PARAM)) {
    const name = key.slice(PARAM.length);
    return { key, title: name, value: ({ params }) => params[name], isMinor: true };
  }
  if (key.startsWith(TAG)) {
    const name = key.slice(TAG.length);
    return { key, title: name, value: ({ tags }) => tags[name], isMinor: true };
  }
  const name = key.slice(METRIC.length);
  return {
    key,
    title: metricTitle(name),
    value: ({ metrics }) => metrics[name],
    cell: ({ metrics }) => metricTold(name, metrics[name]),
    isNumeric: true,
  };
}

function ends({ chosen, setChosen }: Choosing): readonly Column<RunReport>[] {
  const texts = t().runs;
  return [
    {
      key: 'children',
      isUnsorted: true,
      title: texts.trials,
      value: ({ children }) => children,
      cell: ({ id, children }) =>
        children > 0 ? (
          <a href={withQuery('/runs', { parent: id })}>{texts.trialsCount(number(children))}</a>
        ) : null,
    },
    {
      key: 'chosen',
      isUnsorted: true,
      title: texts.choose,
      value: ({ id }) => chosen.includes(id),
      cell: ({ id, name }) => (
        <input
          type="checkbox"
          aria-label={texts.chooseOne(name || id)}
          checked={chosen.includes(id)}
          onChange={() =>
            setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id])
          }
        />
      ),
    },
  ];
}
