/** Filters in MLflow's grammar to begin with. */
export const FILTERS = [
  'metrics.r2 > 0.7',
  "params.family = 'boosting' AND metrics.mae < 120000",
  "attributes.run_name ILIKE '%listings%'",
  "tags.team IS NOT NULL AND attributes.status != 'FAILED'",
  'attributes.seconds > 600',
] as const;
