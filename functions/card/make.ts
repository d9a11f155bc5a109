/** Puts the card together. A function of its arguments: no clock, no stores. */
import type { Dataset } from '../../shared/datasets/declaration.ts';
import { verdictRows } from '../../shared/datasets/verdict-rows.ts';
import type { Answers } from '../../shared/ml/metrics/answers.ts';
import type { Table } from '../../shared/ml/table.ts';
import { columnSummaries } from '../../shared/rows/summaries/columns.ts';
import type { CleanRows } from '../../shared/store/clean-rows.ts';
import { decidingMetric } from '../../shared/tracking/held-out/metrics.ts';
import type { ScoredVersion } from '../../shared/tracking/held-out/version.ts';
import type { Comparison, Details, ModelCard, TargetFacts } from './card.ts';
import { rulesInWords, weightsInWords } from './data/rules.ts';
import type { DataSection } from './data/section.ts';
import { splitSummary } from './data/split.ts';
import { featuresInWords } from './features.ts';
import { limitsOf } from './limits.ts';
import type { Material } from './material.ts';
import { finite, type Numbers } from './numbers.ts';
import { performanceOf } from './performance/measure.ts';
import { searchSection } from './search.ts';

/** A version that was judged, and what it was judged on. */
export interface Judged {
  readonly version: number;
  /** Where the version is kept. */
  readonly location: string;
  /** All rows of the training. */
  readonly snapshot: CleanRows;
  readonly heldOut: Table;
  /** The model's answers to the held-out rows. */
  readonly answers: Answers;
  /** Of those answers, as they are registered. */
  readonly metrics: Numbers;
  /** On the same rows; none before the first. */
  readonly champion: ScoredVersion | undefined;
  readonly verdict: { readonly approved: boolean; readonly reason: string };
}

export function makeCard(dataset: Dataset, material: Material, judged: Judged): ModelCard {
  const data = dataSection(dataset, material, judged);
  const performance = performanceOf(dataset, judged.heldOut, judged.answers, judged.metrics);
  return {
    format: 2,
    details: detailsOf(dataset, material, judged),
    use: dataset.use ?? { intended: [], notFor: [] },
    data,
    split: splitSummary(dataset, judged.snapshot),
    features: featuresInWords(dataset),
    search: searchSection(material.trials, dataset),
    performance,
    comparison: comparisonOf(dataset, judged),
    importance: material.importance,
    limits: limitsOf(dataset.limits ?? [], data, performance, material.metadata.explanation),
  };
}

function detailsOf(dataset: Dataset, { metadata, artifact }: Material, judged: Judged): Details {
  const { name, title, description, columns } = dataset;
  return {
    dataset: name,
    title,
    description,
    version: judged.version,
    run: metadata.runId,
    createdAt: metadata.createdAt,
    target: targetFacts(dataset),
    family: metadata.family,
    parameters: metadata.parameters,
    inputs: metadata.inputs.map((input) => ({
      ...input,
      label: columns[input.name]?.label ?? input.name,
      unit: columns[input.name]?.unit ?? null,
    })),
    interval: metadata.interval?.level ?? null,
    ...artifact,
    location: judged.location,
  };
}

function targetFacts({ target, columns }: Dataset): TargetFacts {
  const { column, task } = target;
  return {
    column,
    label: columns[column]?.label ?? column,
    unit: columns[column]?.unit ?? null,
    task,
    transform: target.task === 'regression' ? target.transform : null,
    classes: target.task === 'classification' ? target.classes : null,
  };
}

function dataSection(dataset: Dataset, material: Material, { snapshot }: Judged): DataSection {
  const inputs = material.metadata.inputs.map(({ name }) => name);
  return {
    rows: snapshot.table.rows,
    ledger: material.ledger,
    origins: material.origins,
    rules: rulesInWords(dataset, material.rejected),
    weights: weightsInWords(dataset, snapshot.table),
    unreadable: {
      columns: material.unreadable.map(({ column: name, ...counts }) => ({
        name,
        label: dataset.columns[name]?.label ?? name,
        ...counts,
      })),
      held: material.held,
    },
    columns: columnSummaries(dataset, snapshot.table, inputs),
    retraining: {
      ...dataset.training,
      driftColumns: dataset.drift.columns,
      driftShare: dataset.drift.share,
      driftRows: verdictRows(dataset),
    },
  };
}

function comparisonOf(dataset: Dataset, { verdict, champion }: Judged): Comparison {
  return {
    ...verdict,
    objective: { metric: decidingMetric(dataset), better: dataset.objective.better },
    thresholds: dataset.accept,
    champion: champion ? { version: champion.version, metrics: finite(champion.metrics) } : null,
  };
}
