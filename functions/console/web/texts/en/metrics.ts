/** Metrics, by the names under which runs record them. */
export const metrics = {
  r2: 'R²',
  r2_log: 'R² of logarithms',
  rmse: 'RMSE',
  mae: 'Mean error',
  mdape: 'Median error',
  coverage: 'In the interval',
  pinball: 'Pinball loss',
  accuracy: 'Accuracy',
  log_loss: 'Log loss',
  brier: 'Brier score',
  macro_f1: 'Macro F1',
  auc: 'AUC',
  ece: 'Calibration error',
} as const;
