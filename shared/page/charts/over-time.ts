/** A chart as SVG: panels one above the other over the same time, with a title and a few lines that sum it up. */

import { type Html, html } from '../html.ts';
import { GRID, INK, PALE } from './colours.ts';
import type { Frame } from './frame.ts';
import { numberText, type Panel, panelSvg } from './panel.ts';
import { type Scale, scaleOf } from './scale.ts';

export interface Chart {
  readonly title: string;
  readonly lines: readonly string[];
  readonly seconds: number;
  readonly panels: readonly Panel[];
}

const WIDTH = 960;
const LEFT = 84;
const RIGHT = WIDTH - 24;
const PANEL = 150;
const BETWEEN = 46;
const LINE = 18;
/** Longer runs are marked in minutes. */
const MINUTES_FROM = 600;

export function chartSvg({ title, lines, seconds, panels }: Chart): string {
  const first = 78 + lines.length * LINE;
  const height = first + panels.length * (PANEL + BETWEEN) + 14;
  const inMinutes = seconds > MINUTES_FROM;
  const each = inMinutes ? 60 : 1;
  const marks = scaleOf({ scale: 'linear', from: 0, to: Math.max(seconds / each, 1e-3) }, [LEFT, RIGHT]);
  const x: Scale = { at: (second) => marks.at(second / each), ticks: marks.ticks.map((tick) => tick * each) };
  const body = panels.map((panel, index) => {
    const top = first + index * (PANEL + BETWEEN);
    const frame: Frame = { left: LEFT, right: RIGHT, top, bottom: top + PANEL };
    return html`${timeMarks(x, frame, each)}
${panelSvg(panel, frame, x)}`;
  });
  const words = lines.map(
    (line, index) => html`<text x="24" y="${58 + index * LINE}" fill="#3e4c59">${line}</text>`,
  );
  const axis = `time since the beginning (${inMinutes ? 'minutes' : 'seconds'})`;
  return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" font-family="system-ui, sans-serif" font-size="12">
<title>${title}</title>
<desc>${lines.join('. ')}</desc>
<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>
<text x="24" y="34" font-size="18" font-weight="600" fill="${INK}">${title}</text>
${words}
${body}
<text x="${(LEFT + RIGHT) / 2}" y="${height - 10}" text-anchor="middle" fill="${PALE}">${axis}</text>
</svg>
`.text;
}

function timeMarks({ at, ticks }: Scale, { top, bottom }: Frame, each: number): Html[] {
  return ticks.map(
    (tick) =>
      html`<path d="M${at(tick)} ${top}V${bottom}" stroke="${GRID}"/><text x="${at(tick)}" y="${bottom + 16}" text-anchor="middle" fill="${PALE}">${numberText(tick / each)}</text>`,
  );
}
