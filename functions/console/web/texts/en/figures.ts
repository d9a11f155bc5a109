/** How right answers of a version are, and what they are made of. */
export const figures = {
  title: 'How right its answers are',
  text: (rows: string) => `Measured on ${rows} rows that it has not learned from.`,
  predicted: 'predicted',
  actual: 'actual',
  actualLabel: 'Actual against predicted values, rows counted in cells',
  actualText: 'Stronger where there are more rows. On the dashed line the answer is right.',
  factor: 'actual / predicted',
  difference: 'actual − predicted',
  residualsLabel: 'Residuals over the prediction, rows counted in cells',
  residualsText: (median: string) =>
    `What is left between answer and truth, median ${median}: around the dashed line everywhere where nothing is left to learn.`,
  coverageLabel: 'Share of rows inside their interval, in tenths of the prediction',
  tenth: 'tenth of the prediction, lowest first',
  inside: 'inside',
  band: (tenth: number, from: string, to: string, share: string) =>
    `Tenth ${tenth}, ${from} to ${to}: ${share}`,
  coverageText: (coverage: string, level: string) =>
    `${coverage} of all rows lie inside their interval, where ${level} were promised (the dashed line).`,
  reliabilityLabel: (name: string) => `Reliability of the probabilities of ${name}`,
  given: (name: string) => `probability given to ${name}`,
  observed: 'share that was so',
  bin: (given: string, observed: string, rows: number) => `Given ${given}, was so ${observed}, ${rows} rows`,
  reliabilityText: (name: string, error: string) =>
    `${name}: probability and truth differ by ${error} on average. On the dashed line they agree.`,
  matters: 'What its answers are made of',
  mattersText: (rows: string) =>
    `How far each feature moves the answer (SHAP values, exact for this model), over ${rows} rows that it has not learned from.`,
  mattersRange:
    'The line holds 90 % of the contributions, the bar the middle half; left of the dashed line they lower the answer.',
  feature: 'Feature',
  size: 'Mean size',
  range: 'Contributions',
  quantiles: (values: readonly string[]) =>
    `5, 25, 50, 75 and 95 % of the contributions are below ${values.join(', ')}`,
  direction: 'As its value rises, the answer',
  rises: 'rises',
  falls: 'falls',
} as const;
