/** Whether what is to be learned can be: target, features in their order, history, and what models are judged by. */
import { trialMetrics, versionMetrics } from '../../ml/metrics/names.ts';
import { didYouMean } from '../nearest.ts';
import { noneOf } from './expected.ts';
import type { Fault } from './fault.ts';
import { featuresNamed } from './formula-uses.ts';
import type { Parts } from './parts.ts';
import { featureUses } from './uses.ts';

export const learningFaults = (parts: Parts): Fault[] => [
  ...leaks(parts),
  ...earlierFeatures(parts),
  ...history(parts),
  ...metrics(parts),
];

function leaks({ target, features }: Parts): Fault[] {
  if (!target) return [];
  const isLogarithm = target.is.task === 'regression' && target.is.transform === 'log';
  return features.flatMap((feature) => [
    ...featureUses(feature)
      .filter(({ column }) => column === target.is.column)
      .map(({ at, column }) => ({ at, message: `"${column}" is the target: no feature may know it` })),
    // Means of the target for each unit of something are of logarithms.
    ...('per' in feature.is && feature.is.per !== undefined && !isLogarithm
      ? [{ at: `${feature.at}.per`, message: 'is of targets whose transform is log, this one is none' }]
      : []),
  ]);
}

/** Formulas compute with features that are there before them, and have one column. */
function earlierFeatures({ features, unread, target, derived }: Parts): Fault[] {
  const isSingle = ({ is: { kind } }: Parts['features'][number]): boolean =>
    kind !== 'oneHot' && kind !== 'group' && (kind !== 'targetMean' || target?.is.task !== 'classification');
  const wrong = features.flatMap(({ at, is }, i) => {
    const before = features
      .slice(0, i)
      .filter(isSingle)
      .map((one) => one.is.name);
    return (is.kind === 'formula' ? featuresNamed(`${at}.of`, is.of) : [])
      .filter((named) => ![...before, ...unread].includes(named.is))
      .map((named) => ({
        at: named.at,
        message: `no feature of one column before this one is called "${named.is}"${didYouMean(named.is, before)}`,
      }));
  });
  const ofFeatures = derived.flatMap(({ at, is: { of } }) =>
    of.op === 'yearsBeforeLoad' ? [] : featuresNamed(`${at}.of`, of),
  );
  return [
    ...wrong,
    ...ofFeatures.map(({ at }) => ({ at, message: 'a column is not derived from features' })),
  ];
}

function history({ columns, group, target, history: declared }: Parts): Fault[] {
  if (!declared) return [];
  const { count, last } = declared.is;
  const optional = [
    ['history.count', count],
    ['history.last', last],
  ] as const;
  return [
    ...(group.length > 0 ? [] : [{ at: 'history', message: 'needs a group, whose rows follow each other' }]),
    ...(target?.is.task === 'regression' ? [{ at: 'history', message: 'needs a target of classes' }] : []),
    ...optional
      .filter(([, name]) => columns.get(name) && columns.get(name)?.optional !== true)
      .map(([at, name]) => ({
        at,
        message: `the column "${name}" has to be optional: files need not have it`,
      })),
  ];
}

function metrics({ target, weights, accept, objective }: Parts): Fault[] {
  if (!target) return [];
  const { is } = target;
  const of = is.task === 'regression' ? { task: is.task, logarithms: is.transform === 'log' } : is;
  const ofTrials = trialMetrics(of);
  const ofVersions = Object.keys(versionMetrics(of, weights.length > 0));
  const unknown = accept
    .filter(({ is: { metric } }) => !ofVersions.includes(metric))
    .map(({ at, is: { metric } }) => ({ at: `${at}.metric`, message: noneOf(metric, ofVersions) }));
  if (!objective) return unknown;
  const { metric, better } = objective.is;
  const right = Object.hasOwn(ofTrials, metric) ? ofTrials[metric] : undefined;
  if (right === undefined)
    unknown.push({ at: 'objective.metric', message: noneOf(metric, Object.keys(ofTrials)) });
  else if (right !== better)
    unknown.push({
      at: 'objective.better',
      message: `is "${better}", but of ${metric} ${right === 'lower' ? 'less' : 'more'} is better: expected ${right}`,
    });
  return unknown;
}
