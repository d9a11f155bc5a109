/** Cómo están los lotes: su resultado, o en qué etapa se encuentran. */
import type { Texts } from '../texts.ts';

export const states: Texts['states'] = {
  promoted: 'promovido',
  rejected: 'modelo rechazado',
  'not trained': 'sin entrenar',
  'rolled back': 'revertido',
  'training failed': 'falló el entrenamiento',
  'training refused': 'entrenamiento denegado',
  held: 'retenido',
  discarded: 'descartado',
  retracted: 'retirado',
  received: 'recibido',
  stored: 'guardado',
  cleaned: 'limpiado',
  checked: 'deriva comprobada',
  training: 'entrenando',
  searched: 'ensamblando',
  trained: 'en evaluación',
  approved: 'desplegándose',
};
