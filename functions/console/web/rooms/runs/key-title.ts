/** What runs have logged, as people call it. */
import { metricTitle } from '../../ui/metric.ts';
import { METRIC } from './keys.ts';

/** @param key 'metrics.r2', 'params.family' */
export const keyTitle = (key: string): string => {
  const name = key.slice(key.indexOf('.') + 1);
  return key.startsWith(METRIC) ? metricTitle(name) : name;
};
