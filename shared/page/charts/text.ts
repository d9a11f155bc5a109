/** Words in a picture that has no style sheet, and the marks of its axes. */
import { type Html, html } from '../html.ts';
import { GRID, INK, PALE } from './colours.ts';
import type { Frame } from './frame.ts';

export const text = (
  x: number,
  y: number,
  words: string,
  look: { fill?: string; size?: number; anchor?: string } = {},
): Html =>
  html`<text x="${x}" y="${y}" fill="${look.fill ?? INK}" font-size="${look.size ?? 11}" text-anchor="${look.anchor ?? 'start'}">${words}</text>`;

/** What does not fit ends in dots. */
export const short = (words: string, pixels: number): string => {
  const most = Math.max(3, Math.floor(pixels / 6));
  return words.length > most ? `${words.slice(0, most - 1)}…` : words;
};

/** A line across the frame where a value is, with the value on its left. */
export const valueMark = (
  at: number,
  { left, right }: Frame,
  words: string,
  { size, gap }: { readonly size: number; readonly gap: number },
): Html =>
  html`<path d="M${left} ${at}H${right}" stroke="${GRID}"/>${text(left - gap, at + 4, words, { size, fill: PALE, anchor: 'end' })}`;
