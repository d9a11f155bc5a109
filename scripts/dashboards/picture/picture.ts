/** A dashboard with the data of a Prometheus as one SVG, for a look at all of its panels without a Grafana. */
import type { Dashboard, Panel, RowPanel } from '@grafana/grafana-foundation-sdk/dashboard';
import { PALE } from '../../../shared/page/charts/colours.ts';
import type { Frame } from '../../../shared/page/charts/frame.ts';
import { short, text } from '../../../shared/page/charts/text.ts';
import { type Html, html } from '../../../shared/page/html.ts';
import { curves } from './curves.ts';
import { dataOf, type Series, type Span } from './data.ts';
import { bands, figures, ranking, timeline } from './kinds.ts';

const WIDTH = 1440;
const COLUMN = WIDTH / 24;
const ROW = 34;
const HEAD = 46;

const kinds: Readonly<Record<string, typeof figures>> = {
  stat: figures,
  timeseries: curves,
  'state-timeline': timeline,
  bargauge: ranking,
  heatmap: bands,
};

/** @returns the SVG */
export async function pictureOf(board: Dashboard, url: string, span: Span): Promise<string> {
  const panels = board.panels ?? [];
  const height =
    HEAD + ROW * Math.max(...panels.map(({ gridPos }) => (gridPos?.y ?? 0) + (gridPos?.h ?? 0))) + 10;
  const drawn: Html[] = [];
  // One after the other: a picture is in no hurry, and Prometheus may be small.
  for (const panel of panels)
    drawn.push(isRow(panel) ? rowSvg(panel) : panelSvg(panel, await dataOf(url, panel, span), span));
  const minutes = Math.round((span.to - span.from) / 60);
  const when = `${minutes} minutes until ${new Date(span.to * 1000).toISOString()}`;
  return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="system-ui, sans-serif">
<rect width="${WIDTH}" height="${height}" fill="#f4f5f7"/>
${text(12, 28, board.title ?? '', { size: 18 })}${text(WIDTH - 12, 28, when, { fill: PALE, anchor: 'end' })}
${drawn}
</svg>
`.text;
}

const isRow = (panel: Panel | RowPanel): panel is RowPanel => panel.type === 'row';

const rowSvg = ({ title = '', gridPos }: RowPanel): Html =>
  text(12, HEAD + ROW * (gridPos?.y ?? 0) + 24, title, { size: 14 });

function panelSvg(panel: Panel, series: readonly Series[], { from, to }: Span): Html {
  const { x = 0, y = 0, w = 24, h = 8 } = panel.gridPos ?? {};
  const box = { left: x * COLUMN + 3, top: HEAD + y * ROW + 3, width: w * COLUMN - 6, height: h * ROW - 6 };
  const frame: Frame = {
    left: box.left + 8,
    right: box.left + box.width - 8,
    top: box.top + 26,
    bottom: box.top + box.height - 6,
  };
  const draw = kinds[panel.type];
  if (!draw) throw new Error(`there is no drawing of a panel of type "${panel.type}" (${panel.title})`);
  const inside =
    series.length === 0 && panel.type !== 'stat'
      ? text((frame.left + frame.right) / 2, (frame.top + frame.bottom) / 2, 'no data', {
          fill: '#e02f44',
          size: 16,
          anchor: 'middle',
        })
      : draw(panel, series, frame, to - from);
  return html`<g><title>${panel.description ?? ''}</title><rect x="${box.left}" y="${box.top}" width="${box.width}" height="${box.height}" rx="3" fill="#ffffff" stroke="#d5d9de"/>
${text(frame.left, box.top + 18, short(panel.title ?? '', box.width * 0.95), { size: 12 })}
${inside}</g>`;
}
