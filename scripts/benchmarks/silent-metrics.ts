/**
 * Stands in for the metrics of predict in a measurement of what they cost: everything that is called, and nothing done.
 * See observing.ts.
 */
const nothing = (): void => {};
const series = { value: 0, observe: nothing };
const family = { values: [] };

export const requests = { family: () => family };
export const stageSeconds = { startTimer: () => nothing };
export const eventsSent = { inc: nothing };
export const answered = nothing;
export const metricsAnswer = () => ({ status: 204 });

export const becameReady = nothing;

export const predictions = { family: () => family };
export const unknownValues = { with: () => series, family: () => family };
export const runRows = series;
export const sentEntries = series;
export const droppedEntries = series;
export const countAnswers = nothing;
export const loaded = nothing;
