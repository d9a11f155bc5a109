/** Runs as lines through an axis for each column: which parameters go with which metrics. */
import type { RunReport } from '../../../../../shared/api/runs.ts';
import { asked, say } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { Field } from '../../ui/field.tsx';
import { number } from '../../ui/format.ts';
import { type Axis, axesOf } from './axes.ts';
import { shownKeys } from './columns.tsx';
import { keyTitle } from './key-title.ts';

/** Axes that can be told apart. */
const MOST = 8;
const [GAP, TOP, BOTTOM, HEIGHT] = [150, 34, 250, 266];

export function Parallel({ runs }: { readonly runs: readonly RunReport[] }) {
  const axes = axesOf(runs, shownKeys(runs)).slice(0, MOST);
  const texts = t().runs;
  if (axes.length < 2) return <p class="pale">{texts.parallelNone}</p>;
  const marked = asked('mark');
  return (
    <>
      <Mark runs={runs} marked={marked} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is scrolled has to be reached with keys */}
      <section class="wide" aria-label={texts.parallel} tabIndex={0}>
        <svg
          class="parallel"
          role="img"
          aria-label={texts.parallelLabel(
            number(runs.length),
            axes.map(({ key }) => keyTitle(key)).join(', '),
          )}
          viewBox={`0 0 ${GAP * axes.length} ${HEIGHT}`}
          width={GAP * axes.length}
        >
          {/* Marked ones lie on top. */}
          {[...runs.filter(({ id }) => id !== marked), ...runs.filter(({ id }) => id === marked)].map(
            (run) => (
              <path key={run.id} class={run.id === marked ? 'line marked' : 'line'} d={pathOf(run, axes)}>
                <title>{run.name || run.id}</title>
              </path>
            ),
          )}
          {axes.map((axis, index) => (
            <AxisMark key={axis.key} axis={axis} x={xOf(index)} />
          ))}
        </svg>
      </section>
    </>
  );
}

const xOf = (index: number): number => GAP * (index + 0.5);
const yOf = (at: number): number => BOTTOM - at * (BOTTOM - TOP);

/** Where a run has no value its line is interrupted. */
function pathOf(run: RunReport, axes: readonly Axis[]): string {
  const places = axes.map(({ at }) => at(run));
  return places
    .map((at, index) => {
      if (at === undefined) return '';
      const isBegun = index > 0 && places[index - 1] !== undefined;
      return `${isBegun ? 'L' : 'M'}${xOf(index)} ${yOf(at).toFixed(1)}`;
    })
    .join('');
}

const AxisMark = ({ axis: { key, ticks }, x }: { readonly axis: Axis; readonly x: number }) => (
  <g>
    <path class="axis" d={`M${x} ${TOP}V${BOTTOM}`} />
    <text class="axis-name" x={x} y={16} text-anchor="middle">
      {cut(keyTitle(key))}
    </text>
    {ticks.map(({ at, value }) => (
      <text key={value} x={x + 6} y={yOf(at) + 4}>
        {typeof value === 'number' ? number(value) : cut(value)}
      </text>
    ))}
  </g>
);

/** Some letters fit between two axes. */
const cut = (text: string): string => (text.length > 19 ? `${text.slice(0, 18)}…` : text);

interface MarkProps {
  readonly runs: readonly RunReport[];
  readonly marked: string | undefined;
}

const Mark = ({ runs, marked }: MarkProps) => (
  <Field label={t().runs.mark}>
    {(field) => (
      <select {...field} value={marked ?? ''} onChange={(e) => say({ mark: e.currentTarget.value })}>
        <option value="">{t().runs.markNone}</option>
        {runs.map(({ id, name }) => (
          <option key={id} value={id}>
            {name || id}
          </option>
        ))}
      </select>
    )}
  </Field>
);
