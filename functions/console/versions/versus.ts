/** GET /api/models/<dataset>/versus?versions=3,4: versions held against each other, metric by metric. */
import type { MetricBeside, Versus } from '../../../shared/api/versions.ts';
import type { Dataset } from '../../../shared/datasets/declaration.ts';
import { type Measured, versionMetrics } from '../../../shared/ml/metrics/names.ts';
import { type Answer, HttpError, type HttpRequest } from '../../../shared/runtime/http/http.ts';
import { decidingMetric } from '../../../shared/tracking/held-out/metrics.ts';
import { listVersions, type VersionLine } from '../../../shared/tracking/registry.ts';
import { onWire } from '../on-wire.ts';
import { knownDataset, partsAfter } from '../path.ts';
import { textOf } from '../query.ts';
import { told } from '../viewing.ts';

const MOST = 10;

export async function versus(request: HttpRequest): Promise<Answer> {
  const dataset = knownDataset(partsAfter(request, '/api/models/', 2)[0]);
  const numbers = versionsIn(textOf(request, 'versions') ?? '');
  return await told(async (sql) => {
    const all = await listVersions(sql, dataset.name);
    const versions = numbers.map((number) => named(all, dataset.name, number));
    return {
      dataset: dataset.name,
      versions: onWire(versions),
      objective: dataset.objective,
      accept: dataset.accept,
      metrics: metricsBeside(dataset, versions),
    } satisfies Versus;
  });
}

/** @throws HttpError 422 */
function versionsIn(text: string): number[] {
  const numbers = text.split(',').map((part) => (/^[1-9]\d{0,8}$/.test(part) ? Number(part) : undefined));
  const whole = [...new Set(numbers.filter((number) => number !== undefined))];
  if (numbers.includes(undefined) || whole.length < 2 || whole.length > MOST)
    throw new HttpError(422, `versions names 2 to ${MOST} versions, as 3,4`);
  return whole;
}

function named(all: readonly VersionLine[], dataset: string, number: number): VersionLine {
  const found = all.find(({ version }) => version === number);
  if (!found) throw new HttpError(404, `there is no version ${number} of ${dataset}`);
  return found;
}

export function metricsBeside(
  dataset: Dataset,
  versions: readonly Pick<VersionLine, 'metrics'>[],
): MetricBeside[] {
  const better = versionMetrics(measuredOf(dataset), (dataset.weights ?? []).length > 0);
  const names = [...new Set(versions.flatMap(({ metrics }) => Object.keys(metrics)))].sort();
  const deciding = decidingMetric(dataset);
  const ordered = [
    ...names.filter((name) => name === deciding),
    ...names.filter((name) => name !== deciding),
  ];
  return ordered.map((metric) => {
    const values = versions.map(({ metrics }) => metrics[metric] ?? null);
    const direction = better[metric] ?? null;
    return { metric, better: direction, values, best: direction && bestOf(values, direction) };
  });
}

function measuredOf({ target }: Dataset): Measured {
  return target.task === 'regression'
    ? { task: 'regression', logarithms: target.transform === 'log' }
    : { task: 'classification', classes: target.classes };
}

function bestOf(values: readonly (number | null)[], better: 'higher' | 'lower'): number | null {
  const known = values.filter((value) => value !== null);
  const best = better === 'higher' ? Math.max(...known) : Math.min(...known);
  return known.filter((value) => value === best).length === 1 ? values.indexOf(best) : null;
}
