/** A chart's frame: title, axes with round numbers, grid lines; what is drawn in it is the caller's. */
import { type Html, html } from '../html.ts';
import { type Range, type Scale, scaleOf } from './scale.ts';

export interface PlotAxis extends Range {
  readonly label: string;
  readonly format: (value: number) => string;
  /** Values to label in place of round ones. */
  readonly ticks?: readonly number[];
}

export interface Plot {
  /** What a reader who does not see it is told. */
  readonly title: string;
  readonly x: PlotAxis;
  readonly y: PlotAxis;
  readonly width?: number;
  readonly height?: number;
}

export interface Area {
  readonly x: Scale;
  readonly y: Scale;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const MARGIN = { left: 58, right: 12, top: 10, bottom: 40 };

export function plot(
  { title, x, y, width = 420, height = 300 }: Plot,
  draw: (area: Area) => Html | readonly Html[],
): Html {
  const [left, right] = [MARGIN.left, width - MARGIN.right];
  const [top, bottom] = [MARGIN.top, height - MARGIN.bottom];
  const area: Area = {
    x: scaleOf(x, [left, right]),
    y: scaleOf(y, [bottom, top]),
    left,
    right,
    top,
    bottom,
  };
  return html`<svg role="img" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"><title>${title}</title>
${yAxis(y, area)}${draw(area)}${xAxis(x, area, height)}</svg>`;
}

function xAxis(axis: PlotAxis, { x, left, right, bottom }: Area, height: number): Html {
  const ticks = within(axis, axis.ticks ?? x.ticks).map(
    (value) => html`<text x="${x.at(value)}" y="${bottom + 15}" class="mid">${axis.format(value)}</text>`,
  );
  return html`<path class="axis" d="M${left} ${bottom}H${right}"/>${ticks}<text x="${(left + right) / 2}" y="${height - 4}" class="mid label">${axis.label}</text>`;
}

function yAxis(axis: PlotAxis, { y, left, right, top, bottom }: Area): Html {
  const ticks = within(axis, axis.ticks ?? y.ticks).map((value) => {
    const at = y.at(value);
    return html`<path class="grid" d="M${left} ${at}H${right}"/><text x="${left - 6}" y="${at + 4}" class="end">${axis.format(value)}</text>`;
  });
  const middle = (top + bottom) / 2;
  return html`${ticks}<text transform="translate(12 ${middle}) rotate(-90)" class="mid label">${axis.label}</text>`;
}

/** Those that lie on the axis. */
const within = ({ from, to }: PlotAxis, ticks: readonly number[]): readonly number[] =>
  ticks.filter((value) => value >= from && value <= to);
