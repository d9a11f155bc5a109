/** What the parts of a panel have in common: the colours of its series, and its words. */
import { type Html, html } from '../../../shared/runtime/html.ts';
import { INK } from '../../picture/frame.ts';

/** Okabe and Ito first: told apart by who sees few colours. */
const COLORS = ['#0072b2', '#e69f00', '#009e73', '#d55e00', '#cc79a7', '#56b4e9', '#8a6d00', '#5b6770'];

export const seriesColor = (index: number): string => COLORS[index % COLORS.length] ?? INK;

export const text = (
  x: number,
  y: number,
  words: string,
  look: { fill?: string; size?: number; anchor?: string } = {},
): Html =>
  html`<text x="${x}" y="${y}" fill="${look.fill ?? INK}" font-size="${look.size ?? 11}" text-anchor="${look.anchor ?? 'start'}">${words}</text>`;

/** What does not fit ends in a dot. */
export const short = (words: string, pixels: number): string => {
  const most = Math.max(3, Math.floor(pixels / 6));
  return words.length > most ? `${words.slice(0, most - 1)}…` : words;
};
