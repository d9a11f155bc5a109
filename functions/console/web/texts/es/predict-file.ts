/** Preguntar a un modelo con un archivo. */
import type { Texts } from '../texts.ts';

export const predictFile: Texts['predictFile'] = {
  title: 'Predecir un archivo',
  link: 'Predecir un archivo',
  what: 'Suelte aquí un archivo. Se examina antes de preguntar al modelo y nada se envía hasta que usted lo diga; solo Parquet, JSON y los comprimidos los lee antes el servidor, que no guarda nada.',
  choose: 'Elegir un archivo',
  formats:
    'CSV de cualquier tamaño y con otras columnas; Parquet, JSON y gzip hasta 16 MB, solo con columnas del conjunto de datos.',
  columns: (names) => `Columnas que el modelo conoce: ${names}. Cualquiera puede faltar.`,
  looking: (rows) => `Se está examinando: ${rows} filas hasta ahora`,
  noneKnown: 'No se conoce ninguna de sus columnas: la primera línea tiene que nombrarlas.',
  endless: 'Una fila no termina: puede que unas comillas se abrieran y no se cerraran.',
  looked: 'Qué hay en el archivo',
  rows: 'Filas',
  readable: 'Se pueden responder',
  used: 'Columnas usadas',
  missing: 'No están en el archivo',
  passed: (names) => `No se usan, y quedan en el resultado como están: ${names}.`,
  near: (name, meant) => `${name} (¿quería decir ${meant}?)`,
  ragged: (rows) =>
    rows === 1
      ? 'Una fila no tiene las celdas de la primera línea: queda sin respuesta.'
      : `${rows} filas no tienen las celdas de la primera línea: quedan sin respuesta.`,
  raggedRow: (cells, columns) => `${cells} celdas, y la primera línea tiene ${columns}`,
  unreadText: 'Las filas con un valor ilegible quedan sin respuesta; el resultado dice por qué.',
  column: 'Columna',
  unreadable: 'Ilegibles',
  firstRow: 'Primera fila',
  text: 'Allí dice',
  why: 'Por qué no',
  noted: 'Cada respuesta se anota como predicción.',
  another: 'Otro archivo',
  ask: (rows) => (rows === 1 ? 'Predecir una fila' : `Predecir ${rows.toLocaleString('es')} filas`),
  under: 'Se pregunta al modelo',
  progress: (rows, all) => `${rows} de ${all} filas`,
  again: (why) => `Nadie respondió (${why}). Se vuelve a preguntar.`,
  held: (why) => `No avanza: ${why}. Lo respondido se conserva.`,
  goOn: 'Continuar',
  abort: 'Parar',
  result: 'Resultado',
  done: 'Se han recorrido todas las filas.',
  ended: (rows, all) => `Se paró tras ${rows} de ${all} filas: el resultado tiene esas.`,
  answered: 'Respondidas',
  without: 'Sin respuesta',
  unknown: 'Con valores nunca vistos',
  versions: 'Por versión',
  resultText:
    'Las columnas como vinieron y, a su lado, la respuesta, su intervalo o sus probabilidades, lo desconocido y por qué una fila no tiene respuesta.',
  download: 'Descargar el resultado',
};
