/** Whether texts are declared as they come out of cleaning, which they are compared with. */
import { canonicalText } from '../values/text.ts';
import { type Fault, shown, within } from './fault.ts';
import type { Parts } from './parts.ts';

export function writingFaults({ columns, target }: Parts): Fault[] {
  const own = [...columns].flatMap(([name, column]) => [
    ...uncomposed(within('columns', name), name),
    ...listFaults(`${within('columns', name)}.values`, column?.values ?? []),
  ]);
  return [
    ...own,
    ...listFaults('target.classes', target?.is.task === 'classification' ? target.is.classes : []),
  ];
}

const listFaults = (at: string, texts: readonly string[]): Fault[] =>
  texts.flatMap((text, i) => uncomposed(within(at, i), text));

const uncomposed = (at: string, text: string): Fault[] =>
  canonicalText(text) === text
    ? []
    : [{ at, message: `${shown(text)} is read as ${shown(canonicalText(text))}` }];
