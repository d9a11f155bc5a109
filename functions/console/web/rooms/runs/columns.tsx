/** Which metrics and parameters are columns: some until somebody chooses others, which the address says then. */
import type { RunReport } from '../../../../../shared/api/runs.ts';
import { asked, say } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { keyTitle } from './key-title.ts';
import { METRIC, PARAM, TAG } from './keys.ts';

const FIRST_METRICS = 4;
const FIRST_PARAMS = 2;

/** Of the runs that are there. */
export function keysOf(runs: readonly RunReport[]): {
  readonly metrics: readonly string[];
  readonly params: readonly string[];
  readonly tags: readonly string[];
} {
  const names = (of: (run: RunReport) => object) =>
    [...new Set(runs.flatMap((run) => Object.keys(of(run))))].sort();
  return {
    metrics: names(({ metrics }) => metrics),
    params: names(({ params }) => params),
    tags: names(({ tags }) => tags),
  };
}

export function shownKeys(runs: readonly RunReport[]): readonly string[] {
  const said = asked('columns');
  if (said !== undefined) return said.split(',').map(decodeURIComponent).filter(Boolean);
  const { metrics, params } = keysOf(runs);
  return [
    ...metrics.slice(0, FIRST_METRICS).map((key) => METRIC + key),
    ...params.slice(0, FIRST_PARAMS).map((key) => PARAM + key),
  ];
}

export function Columns({ runs }: { readonly runs: readonly RunReport[] }) {
  const { metrics, params, tags } = keysOf(runs);
  if (metrics.length + params.length + tags.length === 0) return null;
  const texts = t().runs;
  const shown = shownKeys(runs);
  return (
    <details class="columns">
      <summary>{texts.columns}</summary>
      <Choices title={texts.metrics} keys={metrics.map((key) => METRIC + key)} shown={shown} />
      <Choices title={texts.params} keys={params.map((key) => PARAM + key)} shown={shown} />
      <Choices title={texts.tags} keys={tags.map((key) => TAG + key)} shown={shown} />
    </details>
  );
}

interface ChoicesProps {
  readonly title: string;
  readonly keys: readonly string[];
  readonly shown: readonly string[];
}

const Choices = ({ title, keys, shown }: ChoicesProps) => (
  <fieldset class="choices" hidden={keys.length === 0}>
    <legend>{title}</legend>
    {keys.map((key) => (
      <label key={key}>
        <input type="checkbox" checked={shown.includes(key)} onChange={() => toggle(key, shown)} />
        {keyTitle(key)}
      </label>
    ))}
  </fieldset>
);

/** A comma alone says that there are none. */
function toggle(key: string, shown: readonly string[]): void {
  const rest = shown.filter((one) => one !== key);
  const all = rest.length < shown.length ? rest : [...shown, key];
  say({ columns: all.map(encodeURIComponent).join(',') || ',' });
}
