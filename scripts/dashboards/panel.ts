/** The kinds of panels that the dashboards are made of, each with its look decided once. */
import { PanelBuilder as BarGauge } from '@grafana/grafana-foundation-sdk/bargauge';
import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import {
  PanelBuilder as Heatmap,
  HeatmapColorMode,
  HeatmapColorOptionsBuilder,
  YAxisConfigBuilder,
} from '@grafana/grafana-foundation-sdk/heatmap';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as Stat } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as StateTimeline } from '@grafana/grafana-foundation-sdk/statetimeline';
import { PanelBuilder as TimeSeries } from '@grafana/grafana-foundation-sdk/timeseries';

/** The data source is a variable: the dashboards say nothing of how it is called. */
export const DATASOURCE = { type: 'prometheus', uid: '$' + '{datasource}' };

export interface Query {
  readonly expr: string;
  /** Name of a series, with its labels in double braces. */
  readonly legend?: string;
  /** Points that link to a trace, where the metric is a histogram that keeps them. */
  readonly exemplars?: boolean;
}

export interface PanelDeclaration {
  readonly title: string;
  /** What is normal, and what to do when it is not. */
  readonly description: string;
  /** One of Grafana's units. */
  readonly unit: string;
  readonly queries: readonly Query[];
  /** Colours from a value on; the first has no value and is that of everything below. */
  readonly steps?: readonly Step[];
  /** Values that are words. */
  readonly words?: Readonly<Record<number, { readonly text: string; readonly color: string }>>;
  readonly decimals?: number;
  readonly min?: number;
  readonly max?: number;
  /** Smallest distance between points: a day for figures of days. */
  readonly interval?: string;
  /** Shown where there is no value, for which "No data" would look like a fault. */
  readonly none?: string;
}

export type Step = readonly [value: number | null, color: string];
export type Panel = Builder<dashboard.Panel>;

/** Fine until a value is too high. */
export const atMost = (warning: number, critical: number): Step[] => [
  [null, 'green'],
  [warning, 'orange'],
  [critical, 'red'],
];
/** Fine until a value is too low. */
export const atLeast = (critical: number, good: number): Step[] => [
  [null, 'red'],
  [critical, 'orange'],
  [good, 'green'],
];
/** A fault as soon as there is one. */
export const none: Step[] = [
  [null, 'green'],
  [1, 'red'],
];
/** A figure that is neither good nor bad. */
export const plain: Step[] = [[null, 'blue']];

/** One figure on a coloured ground, for the first row: it is right or it is not. */
export function figure(panel: PanelDeclaration): Panel {
  return described(new Stat(), panel, { instant: true })
    .graphMode(common.BigValueGraphMode.None)
    .colorMode(common.BigValueColorMode.Background)
    .textMode(common.BigValueTextMode.Auto)
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']))
    .colorScheme(new dashboard.FieldColorBuilder().mode(dashboard.FieldColorModeId.Thresholds));
}

export function lines(panel: PanelDeclaration): TimeSeries {
  const builder = described(new TimeSeries(), panel)
    .drawStyle(common.GraphDrawStyle.Line)
    .lineWidth(1)
    .fillOpacity(8)
    .showPoints(common.VisibilityMode.Auto)
    .spanNulls(false)
    .legend(legend())
    .tooltip(
      new common.VizTooltipOptionsBuilder()
        .mode(common.TooltipDisplayMode.Multi)
        .sort(common.SortOrder.Descending),
    );
  if (!panel.steps) return builder;
  const style = new common.GraphThresholdsStyleConfigBuilder().mode(common.GraphThresholdsStyleMode.Dashed);
  return builder.thresholdsStyle(style);
}

/** Lines of very different sizes. */
export function logarithmic(panel: PanelDeclaration): TimeSeries {
  const scale = new common.ScaleDistributionConfigBuilder().type(common.ScaleDistribution.Log).log(10);
  return lines(panel).scaleDistribution(scale);
}

/** Counts for each piece of time, one upon the other; of a minute at least, or a count would be in several bars. */
export function bars(panel: PanelDeclaration): TimeSeries {
  return lines({ interval: '1m', ...panel })
    .drawStyle(common.GraphDrawStyle.Bars)
    .fillOpacity(70)
    .stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal).group('A'));
}

/** What there is of each, one upon the other. */
export function areas(panel: PanelDeclaration): TimeSeries {
  return lines(panel)
    .fillOpacity(50)
    .stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal).group('A'));
}

/** What makes up the whole, over time, in per cent. */
export function shares(panel: PanelDeclaration): TimeSeries {
  return lines(panel)
    .fillOpacity(50)
    .stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Percent).group('A'));
}

/** Words over time, a line for each series. */
export function states(panel: PanelDeclaration): Panel {
  return described(new StateTimeline(), panel)
    .mergeValues(true)
    .showValue(common.VisibilityMode.Never)
    .rowHeight(0.85)
    .fillOpacity(75)
    .legend(legend())
    .colorScheme(new dashboard.FieldColorBuilder().mode(dashboard.FieldColorModeId.Thresholds));
}

/** Values side by side, the newest of each series. */
export function ranking(panel: PanelDeclaration): Panel {
  return described(new BarGauge(), panel, { instant: true })
    .orientation(common.VizOrientation.Horizontal)
    .displayMode(common.BarGaugeDisplayMode.Gradient)
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']))
    .colorScheme(
      new dashboard.FieldColorBuilder().mode(
        panel.steps ? dashboard.FieldColorModeId.Thresholds : dashboard.FieldColorModeId.ContinuousBlues,
      ),
    );
}

/** How often each band of values came; the query gives a histogram's buckets by `le`. */
export function bands(panel: PanelDeclaration): Panel {
  const buckets = { format: PromQueryFormat.Heatmap };
  return described(new Heatmap(), panel, buckets)
    .calculate(false)
    .color(
      new HeatmapColorOptionsBuilder().mode(HeatmapColorMode.Scheme).scheme('Blues').steps(32).reverse(false),
    )
    .yAxis(new YAxisConfigBuilder().unit(panel.unit))
    .cellGap(1)
    .hideLegend();
}

interface Describable extends Panel {
  title(title: string): this;
  description(description: string): this;
  datasource(source: common.DataSourceRef): this;
  unit(unit: string): this;
  withTarget(target: Builder<Dataquery>): this;
  thresholds(thresholds: Builder<dashboard.ThresholdsConfig>): this;
  mappings(mappings: dashboard.ValueMapping[]): this;
  decimals(decimals: number): this;
  min(min: number): this;
  max(max: number): this;
  interval(interval: string): this;
  noValue(text: string): this;
}

interface Asked {
  readonly instant?: boolean;
  readonly format?: PromQueryFormat;
}

function described<B extends Describable>(builder: B, panel: PanelDeclaration, asked: Asked = {}): B {
  const { title, description, unit, steps = plain, words, decimals, min, max, interval } = panel;
  builder.title(title).description(description).unit(unit).datasource(DATASOURCE);
  builder.thresholds(
    new dashboard.ThresholdsConfigBuilder()
      .mode(dashboard.ThresholdsMode.Absolute)
      .steps(steps.map(([value, color]) => ({ value, color }))),
  );
  panel.queries.forEach((query, index) => {
    builder.withTarget(target(query, String.fromCharCode(65 + index), asked));
  });
  if (words) builder.mappings([{ type: dashboard.MappingType.ValueToText, options: wordsOf(words) }]);
  if (decimals !== undefined) builder.decimals(decimals);
  if (min !== undefined) builder.min(min);
  if (max !== undefined) builder.max(max);
  if (interval) builder.interval(interval);
  if (panel.none) builder.noValue(panel.none);
  return builder;
}

function target({ expr, legend = '', exemplars }: Query, refId: string, { instant, format }: Asked) {
  const query = new DataqueryBuilder().refId(refId).expr(expr).legendFormat(legend).datasource(DATASOURCE);
  if (instant) query.instant();
  else query.range();
  if (exemplars) query.exemplar(true);
  return query.format(format ?? PromQueryFormat.TimeSeries);
}

const wordsOf = (
  words: NonNullable<PanelDeclaration['words']>,
): Record<string, dashboard.ValueMappingResult> =>
  Object.fromEntries(Object.entries(words).map(([value, word], index) => [value, { ...word, index }]));

const legend = (): common.VizLegendOptionsBuilder =>
  new common.VizLegendOptionsBuilder()
    .showLegend(true)
    .displayMode(common.LegendDisplayMode.List)
    .placement(common.LegendPlacement.Bottom);
