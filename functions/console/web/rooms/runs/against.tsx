/** A parameter, or a metric, against a metric: a point for each run. */
import type { RunReport } from '../../../../../shared/api/runs.ts';
import type { Point } from '../../../../../shared/page/charts/paths.ts';
import { Plot, type PlotAxis } from '../../charts/plot.tsx';
import { asked, say } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { Field } from '../../ui/field.tsx';
import { number } from '../../ui/format.ts';
import { loggedOf, numberOf } from './axes.ts';
import { keysOf } from './columns.tsx';
import { keyTitle } from './key-title.ts';
import { METRIC, PARAM } from './keys.ts';

export function Against({ runs }: { readonly runs: readonly RunReport[] }) {
  const texts = t().runs;
  const { metrics, params } = numericKeys(runs);
  const y = metrics.find((key) => key === asked('y')) ?? metrics[0];
  const all = [...params, ...metrics];
  const x = all.find((key) => key === asked('x')) ?? all.find((key) => key !== y);
  if (x === undefined || y === undefined) return <p class="pale">{texts.againstNone}</p>;
  return (
    <>
      <div class="filters">
        <KeyChoice label={texts.across} keys={all} chosen={x} onChoice={(key) => say({ x: key })} />
        <KeyChoice label={texts.up} keys={metrics} chosen={y} onChoice={(key) => say({ y: key })} />
      </div>
      <Points runs={runs} x={x} y={y} />
    </>
  );
}

function numericKeys(runs: readonly RunReport[]) {
  const { metrics, params } = keysOf(runs);
  const isNumeric = (key: string): boolean =>
    runs.filter((run) => numberOf(loggedOf(run, key)) !== undefined).length > 1;
  return {
    metrics: metrics.map((key) => METRIC + key).filter(isNumeric),
    params: params.map((key) => PARAM + key).filter(isNumeric),
  };
}

interface PointsProps {
  readonly runs: readonly RunReport[];
  readonly x: string;
  readonly y: string;
}

function Points({ runs, x, y }: PointsProps) {
  const points = runs.flatMap((run) => {
    const [across, up] = [numberOf(loggedOf(run, x)), numberOf(loggedOf(run, y))];
    return across === undefined || up === undefined ? [] : [{ run, at: [across, up] as const }];
  });
  if (points.length < 2) return <p class="pale">{t().runs.againstNone}</p>;
  return (
    <Plot
      label={t().runs.againstLabel(keyTitle(x), keyTitle(y), number(points.length))}
      x={axisOf(
        x,
        points.map(({ at }) => at),
        0,
      )}
      y={axisOf(
        y,
        points.map(({ at }) => at),
        1,
      )}
    >
      {(area) =>
        points.map(({ run: { id, name }, at: [across, up] }) => (
          <circle
            key={id}
            class={id === asked('mark') ? 'point marked' : 'point'}
            cx={area.x.at(across)}
            cy={area.y.at(up)}
            r={4}
          >
            <title>{`${name || id}: ${number(across)}, ${number(up)}`}</title>
          </circle>
        ))
      }
    </Plot>
  );
}

/** A little wider than its values, so that no point lies on an edge. */
function axisOf(key: string, points: readonly Point[], index: 0 | 1): PlotAxis {
  const values = points.map((point) => point[index]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const edge = (high - low || Math.abs(high) || 1) * 0.06;
  return { scale: 'linear', from: low - edge, to: high + edge, label: keyTitle(key), format: number };
}

interface KeyChoiceProps {
  readonly label: string;
  readonly keys: readonly string[];
  readonly chosen: string;
  readonly onChoice: (key: string) => void;
}

const KeyChoice = ({ label, keys, chosen, onChoice }: KeyChoiceProps) => (
  <Field label={label}>
    {(field) => (
      <select {...field} value={chosen} onChange={(e) => onChoice(e.currentTarget.value)}>
        {keys.map((key) => (
          <option key={key} value={key}>
            {keyTitle(key)}
          </option>
        ))}
      </select>
    )}
  </Field>
);
