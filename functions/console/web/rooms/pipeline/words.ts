/** A node of the graph in four short lines: its pods, what is there now, and how long it takes. */
import type { PipelineStage, Pods } from '../../../../../shared/api/pipeline.ts';
import { t } from '../../texts/texts.ts';
import { number, seconds } from '../../ui/format.ts';
import type { Node } from './nodes.ts';

export const linesOf = (node: Node): readonly string[] => [
  podsText(node),
  ...(node.stage ? [nowText(node.stage)] : []),
  ...(node.stage ? tookTexts(node.stage) : []),
];

export function podsText({ pods, wanted }: Pods): string {
  const texts = t().pipeline;
  if (pods === null) return texts.podsUnknown;
  if (pods === 0 && (wanted ?? 0) === 0) return texts.podsZero;
  return texts.pods(number(pods), number(wanted ?? pods));
}

function nowText({ waiting, inFlight, failing, failed }: PipelineStage): string {
  const texts = t().pipeline;
  if (failing > 0) return texts.failing(number(failing));
  const parts = [
    inFlight > 0 && texts.inFlight(number(inFlight)),
    waiting > 0 && texts.waiting(number(waiting)),
  ].filter(Boolean);
  if (parts.length > 0) return parts.join(', ');
  return failed > 0 ? texts.failed(number(failed)) : texts.idle;
}

function tookTexts({ lastSeconds, usualSeconds }: PipelineStage): readonly string[] {
  const texts = t().pipeline;
  if (lastSeconds === null) return [texts.notYet];
  const last = texts.last(seconds(lastSeconds));
  return usualSeconds === null ? [last] : [last, texts.usual(seconds(usualSeconds))];
}
