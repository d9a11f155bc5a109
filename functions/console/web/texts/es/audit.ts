/** Quién ha cambiado qué. */
import type { Texts } from '../texts.ts';

export const audit: Texts['audit'] = {
  title: 'Auditoría',
  text: 'Quién ha cambiado qué, y por qué. Cada fila lleva el resumen criptográfico de la anterior: ninguna puede cambiarse ni quitarse sin que se note.',
  list: 'Cambios, primero los más recientes',
  none: 'Aún no se ha cambiado nada.',
  noneSuch: 'Ningún cambio es así.',
  number: 'N.º',
  when: 'Cuándo',
  who: 'Quién',
  action: 'Qué',
  dataset: 'Conjunto de datos',
  target: 'De qué',
  reason: 'Por qué',
  details: 'Detalles',
  any: 'cualquiera',
  from: 'Desde',
  to: 'Hasta',
};
