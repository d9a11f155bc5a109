/** A drafted declaration as YAML, with its reasons as comments where the choices stand. */
import { Document, isMap, isScalar, visit } from 'yaml';
import type { Draft, Reason } from '../../shared/rows/drafting/draft.ts';

export function draftText({ dataset, reasons }: Draft): string {
  const document = new Document(dataset, { aliasDuplicateObjects: false });
  document.commentBefore = ' A draft: read it, mend it, apply it. Comments say why a choice was made.';
  for (const reason of reasons) comment(document, reason);
  onOneLine(document);
  return document.toString({ lineWidth: 120 });
}

/** Before the key, below what is said there already. */
function comment(document: Document, { at, why }: Reason): void {
  const holder = at.length === 1 ? document.contents : document.getIn(at.slice(0, -1), true);
  if (!isMap(holder)) return;
  const key = holder.items
    .map((item) => item.key)
    .find((one) => isScalar(one) && one.value === String(at.at(-1)));
  if (!isScalar(key)) return;
  const line = ` ${why.replaceAll(/\s+/g, ' ')}`;
  key.commentBefore = key.commentBefore ? `${key.commentBefore}\n${line}` : line;
}

/** Lists of texts and numbers, and formulas, are read at a glance. */
function onOneLine(document: Document): void {
  visit(document, {
    Seq(_, list) {
      if (list.items.length > 0 && list.items.every(isScalar)) list.flow = true;
    },
    Map(_, map) {
      if (map.has('op')) map.flow = true;
    },
  });
}
