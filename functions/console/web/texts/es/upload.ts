/** Se ofrece un archivo. */
import type { Texts } from '../texts.ts';

export const upload: Texts['upload'] = {
  title: 'Subir',
  text: 'Primero se mira el archivo: nada de él se guarda hasta que usted lo envíe.',
  file: 'Archivo',
  fileHint:
    'CSV, NDJSON, JSON o Parquet, también con gzip; suéltelo aquí o elíjalo. Se miran archivos de hasta 16 MiB; uno mayor puede enviarse tal cual.',
  looking: 'Se está mirando…',
  refused: 'Sería rechazado',
  drift: (reason) => `Frente a lo que aprendió el modelo en producción: ${reason}`,
  would: 'En qué quedaría',
  read: (rows, format) => `${rows} filas, leídas como ${format}.`,
  held: 'sería retenido',
  columns: 'Sus columnas',
  counts: { read: 'Leídos', missing: 'Ausentes', unreadable: 'Ilegibles' },
  form: 'Escrito como',
  example: 'La primera',
  exampleAt: (row) => `fila ${row}`,
  name: '¿Cómo se llama el lote?',
  nameHint: 'Con este nombre se sigue y se retira.',
  nameWrong: 'Letras, cifras, puntos, guiones y guiones bajos, hasta 100; empieza por una letra o una cifra.',
  isThere: (batch) => `Ya hay un lote ${batch}: dé otro nombre a este.`,
  send: 'Enviarlo',
};
