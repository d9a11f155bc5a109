/** Métricas. */
import type { Texts } from '../texts.ts';

export const metrics: Texts['metrics'] = {
  r2: 'R²',
  r2_log: 'R² de logaritmos',
  rmse: 'RMSE',
  mae: 'Error medio',
  mdape: 'Error mediano',
  coverage: 'Dentro del intervalo',
  pinball: 'Pérdida pinball',
  accuracy: 'Exactitud',
  log_loss: 'Pérdida logarítmica',
  brier: 'Índice de Brier',
  macro_f1: 'F1 macro',
  auc: 'AUC',
  ece: 'Error de calibración',
};
