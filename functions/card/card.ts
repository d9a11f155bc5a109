/**
 * The model card: what a model is, what it learned from, how well it does and where it does not. After Mitchell et
 * al., "Model Cards for Model Reporting" (2019); its data section after Gebru et al., "Datasheets for Datasets" (2018).
 * Plain JSON, stored as card.json; the page is a function of it.
 */
import type { CardFigures } from '../../shared/api/card.ts';
import type { Importance } from '../../shared/ml/explain/importance.ts';
import type { DataSection, PartSummary } from './data/section.ts';
import type { Limit } from './limits.ts';
import type { Numbers } from './numbers.ts';
import type { Performance } from './performance/section.ts';
import type { SearchSection } from './search.ts';

export interface ModelCard extends CardFigures {
  /** 1 had `promoted` in place of `approved`: who judged also made production then. */
  readonly format: 2;
  readonly details: Details;
  readonly use: Use;
  readonly data: DataSection;
  readonly split: readonly PartSummary[];
  readonly features: readonly FeatureInWords[];
  readonly search: SearchSection;
  readonly performance: Performance;
  readonly comparison: Comparison;
  /** Of the features that matter most; null where none was computed. */
  readonly importance: Importance | null;
  readonly limits: readonly Limit[];
}

export interface Details {
  readonly dataset: string;
  readonly title: string;
  readonly description: string;
  readonly version: number;
  readonly run: string;
  readonly createdAt: string;
  readonly target: TargetFacts;
  readonly family: string;
  readonly parameters: Numbers;
  /** Trials whose models are averaged in it, the best first; one where it is a single model. */
  readonly trials: readonly number[];
  readonly inputs: readonly InputFacts[];
  /** Level of the intervals; null where there are none. */
  readonly interval: number | null;
  /** Trees of the model; null where it has none. */
  readonly trees: { readonly trees: number; readonly leaves: number } | null;
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
  readonly software: Readonly<Record<string, string>>;
  /** Seconds from the start of the training until it was closed; null where that is not known. */
  readonly trainingSeconds: number | null;
  /** Where the version is kept. */
  readonly location: string;
}

export interface TargetFacts {
  readonly column: string;
  readonly label: string;
  readonly unit: string | null;
  readonly task: 'regression' | 'classification';
  /** How the model sees it. */
  readonly transform: 'log' | 'identity' | null;
  readonly classes: readonly string[] | null;
}

export interface InputFacts {
  readonly name: string;
  readonly type: 'float' | 'string';
  readonly label: string;
  readonly unit: string | null;
}

export interface Use {
  readonly intended: readonly string[];
  readonly notFor: readonly string[];
}

export interface FeatureInWords {
  readonly name: string;
  readonly words: string;
}

export interface Comparison {
  /** Good enough to be rolled out. Whether it came into production, the registry says. */
  readonly approved: boolean;
  readonly reason: string;
  /** What is compared. */
  readonly objective: { readonly metric: string; readonly better: 'higher' | 'lower' };
  readonly thresholds: readonly Threshold[];
  /** On the same held-out rows; null before the first. */
  readonly champion: { readonly version: number; readonly metrics: Numbers } | null;
}

export interface Threshold {
  readonly metric: string;
  readonly least?: number;
  readonly most?: number;
}
