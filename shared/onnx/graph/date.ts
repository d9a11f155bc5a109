/** Year and month of a day as nodes: the whole numbers of `dateParts` in shared/ml. */
import { daysBeforeEpoch, daysPerEra } from '../../ml/calendar.ts';
import { elementTypes } from '../format/model.ts';
import type { GraphBuilder } from './builder.ts';

/** [N,1] floats, NaN where the day is missing or in no year from 0 to 9999. */
export function addDatePart(graph: GraphBuilder, column: string, part: 'year' | 'month'): string {
  const { isDay, year, month } = addDate(graph, column);
  const value = graph.add('Cast', [part === 'year' ? year : month], { to: { integer: elementTypes.float } });
  return graph.add('Where', [isDay, value, graph.float(Number.NaN)]);
}

/** Both parts come from the same nodes, whichever is asked for. */
function addDate(graph: GraphBuilder, column: string): Record<'isDay' | 'year' | 'month', string> {
  const once = (name: string, make: () => string) => graph.once(`date ${column} ${name}`, make);
  const two = (operator: string) => (left: string, right: number) =>
    once(`${operator} ${left} ${right}`, () => graph.add(operator, [left, graph.integer(right)]));
  const [over, times, plus] = [two('Div'), two('Mul'), two('Add')];
  const sum = (left: string, right: string) =>
    once(`${left} + ${right}`, () => graph.add('Add', [left, right]));
  const less = (left: string, right: string) =>
    once(`${left} - ${right}`, () => graph.add('Sub', [left, right]));

  const shifted = once('shifted', () =>
    graph.add('Add', [graph.add('Floor', [column]), graph.float(daysBeforeEpoch)]),
  );
  // What is missing is not greater than anything.
  const isDay = once('is day', () =>
    graph.add('And', [
      graph.add('GreaterOrEqual', [shifted, graph.float(0)]),
      graph.add('Less', [shifted, graph.float(25 * daysPerEra)]),
    ]),
  );
  const days = once('days', () =>
    graph.add('Cast', [graph.add('Where', [isDay, shifted, graph.float(0)])], {
      to: { integer: elementTypes.int64 },
    }),
  );
  const era = over(days, daysPerEra);
  const ofEra = less(days, times(era, daysPerEra));
  const leaps = sum(less(over(ofEra, 1460), over(ofEra, 36_524)), over(ofEra, 146_096));
  const yearOfEra = over(less(ofEra, leaps), 365);
  const daysOfYears = less(sum(times(yearOfEra, 365), over(yearOfEra, 4)), over(yearOfEra, 100));
  const fromMarch = over(plus(times(less(ofEra, daysOfYears), 5), 2), 153);
  const isWinter = once('is winter', () => graph.add('Greater', [fromMarch, graph.integer(9)]));
  const month = once('month', () => graph.add('Where', [isWinter, plus(fromMarch, -9), plus(fromMarch, 3)]));
  const marchYear = sum(yearOfEra, times(era, 400));
  const year = once('year', () => graph.add('Where', [isWinter, plus(marchYear, 1), marchYear]));
  return { isDay, year, month };
}
