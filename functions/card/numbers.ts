/** Named numbers, as a card has them: metrics, parameters. */

export type Numbers = Readonly<Record<string, number>>;

/** Without what is undefined: JSON has no NaN. */
export function finite(metrics: Numbers): Numbers {
  return Object.fromEntries(Object.entries(metrics).filter(([, value]) => Number.isFinite(value)));
}
