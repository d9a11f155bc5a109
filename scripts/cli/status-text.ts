/** The status of a data set for people. */
import type { TrainingLine } from '../../shared/api/batches.ts';
import type { Status } from '../../shared/api/status.ts';
import { deadLetterLine, reasonOf, standOf } from './batch-report.ts';
import { tableWithin } from './columns.ts';
import { readingText } from './reading-text.ts';
import { stalledLine } from './stalled-text.ts';
import { count, duration, metricsLine } from './words.ts';

const BATCHES = 20;

/** @param url of the console, which has the models' cards */
export function statusText(status: Status, url: string): string {
  const { dataset, production } = status;
  const head = `${dataset}: ${production ? `version ${production.version} in production` : 'no model in production'}`;
  return [
    head + trafficText(status),
    batchesText(status),
    modelsText(status, url),
    trainingsText(status),
    stalledText(status),
    deadLettersText(status),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Where the traffic is, when it is not all at what is in production: in a rollout, or as a person has set it. */
function trafficText({ production, traffic }: Status): string {
  const pinned = (traffic ?? []).filter(({ version }) => version !== null);
  if (pinned.every(({ version }) => version === production?.version)) return '';
  const shares = (traffic ?? []).map(
    ({ version, percent }) => `${percent} % at ${version === null ? 'production' : `version ${version}`}`,
  );
  return `; its traffic is ${shares.join(', ')}`;
}

function batchesText({ batches }: Status): string {
  if (batches.length === 0) return 'no batches';
  const newest = batches.slice(-BATCHES);
  const left = batches.length - newest.length;
  const rows = newest.map((batch) => [
    batch.id,
    standOf(batch),
    ...[batch.received, batch.clean, batch.rejected, batch.duplicate].map(count),
    batch.endedAt ? duration(batch.startedAt, batch.endedAt) : 'under way',
    reasonOf(batch),
  ]);
  const head = ['batch', 'stage', 'received', 'clean', 'rejected', 'duplicate', 'time', ''];
  return [
    tableWithin([head, ...rows], 1),
    ...(left > 0 ? [`(and ${left} before)`] : []),
    ...readings(newest),
  ].join('\n');
}

/** How files were read, where there is something to say. */
function readings(batches: Status['batches']): string[] {
  const said = batches.map(({ id, reading }) => [id, readingText(reading)] as const);
  return said.filter(([, text]) => text !== '').map(([id, text]) => `${id}: ${text}`);
}

function modelsText({ dataset, models }: Status, url: string): string {
  if (models.length === 0) return '';
  const rows = models.map(({ version, state, metrics, reason }) => [
    String(version),
    state,
    metricsLine(shortened(metrics)),
    reason ?? '',
  ]);
  const damaged = models.flatMap((model) =>
    model.damaged ? [`\ndamaged  version ${model.version}: ${model.damaged}`] : [],
  );
  return `${tableWithin([['version', 'state', 'metrics', 'reason'], ...rows], 2)}${damaged.join('')}\ncards    ${url}/models/${dataset}/<version>/card`;
}

/** Those that somebody asked for: how far each is, or what it has come to. */
function trainingsText({ trainings }: Status): string {
  if (trainings.length === 0) return '';
  const rows = trainings.map(({ run, asked, training, outcome, reason }) => [
    run.slice(0, 8),
    outcome ?? (training ? progressOf(training.trials) : 'not begun'),
    `asked for: ${asked.reason}`,
    reason ?? '',
  ]);
  return tableWithin([['training', 'stands', 'why', 'outcome'], ...rows], 2);
}

const progressOf = ({ done, failed, total }: TrainingLine['trials']): string =>
  `${done + failed} of ${total} trials`;

/** Without those of single classes and the weighted ones: the card has them all. */
function shortened(metrics: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(metrics).filter(([name]) => !/_weighted$|^(auc|ece)_/.test(name)));
}

const stalledText = ({ stalled }: Status): string => stalled.map(stalledLine).join('\n');

const deadLettersText = ({ deadLetters }: Status): string => deadLetters.map(deadLetterLine).join('\n');
