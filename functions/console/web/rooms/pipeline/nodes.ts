/** The nodes of the graph: the stages, and what serves the model in the end; each with its place, wide and narrow. */
import type { Pipeline, PipelineStage, Pods } from '../../../../../shared/api/pipeline.ts';

export interface Node extends Pods {
  readonly name: string;
  /** undefined: what serves the model is no stage. */
  readonly stage: PipelineStage | undefined;
}

export const PREDICTOR = 'predictor';

export function nodesOf({ stages, predictor }: Pick<Pipeline, 'stages' | 'predictor'>): readonly Node[] {
  const served = { name: PREDICTOR, stage: undefined, ...(predictor ?? { pods: null, wanted: null }) };
  return [
    ...stages.map((stage) => ({ name: stage.stage, stage, pods: stage.pods, wanted: stage.wanted })),
    served,
  ];
}

export type State = 'idle' | 'busy' | 'failing' | 'failed';

/** What was given up in the last day is told of as long as nothing else is at work. */
export function stateOf({ stage }: Node): State {
  if (!stage) return 'idle';
  if (stage.failing > 0) return 'failing';
  if (stage.waiting + stage.inFlight > 0) return 'busy';
  return stage.failed > 0 ? 'failed' : 'idle';
}

/** So many times its usual time, and at least so many seconds more, is told. */
const SLOW = 2;
const SLOW_SECONDS = 1;

export const isSlow = ({ lastSeconds, usualSeconds }: PipelineStage): boolean =>
  lastSeconds !== null &&
  usualSeconds !== null &&
  lastSeconds > SLOW * usualSeconds &&
  lastSeconds - usualSeconds > SLOW_SECONDS;

export interface Layout {
  readonly width: number;
  readonly height: number;
  /** Left upper corners. */
  readonly places: Readonly<Record<string, readonly [x: number, y: number]>>;
}

export const SIZE = { width: 196, height: 104 } as const;

/** Of the edges: from which node to which. */
export const EDGES: readonly (readonly [string, string])[] = [
  ['ingest', 'clean'],
  ['clean', 'drift'],
  ['drift', 'train'],
  ['train', 'trial'],
  ['trial', 'assemble'],
  ['assemble', 'promote'],
  ['promote', 'rollout'],
  ['promote', 'card'],
  ['rollout', PREDICTOR],
];

export const WIDE: Layout = {
  width: 1160,
  height: 384,
  places: {
    ingest: [2, 2],
    clean: [242, 2],
    drift: [482, 2],
    train: [722, 2],
    trial: [962, 2],
    assemble: [962, 140],
    promote: [722, 140],
    rollout: [482, 140],
    predictor: [242, 140],
    card: [722, 278],
  },
};

/** For small screens: one column. */
export const NARROW: Layout = {
  width: 200,
  height: 1314,
  places: Object.fromEntries(
    ['ingest', 'clean', 'drift', 'train', 'trial', 'assemble', 'promote', 'card', 'rollout', PREDICTOR].map(
      (name, index) => [name, [2, 2 + index * 134] as const],
    ),
  ),
};
