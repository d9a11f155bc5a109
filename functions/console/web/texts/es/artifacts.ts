/** Archivos de ejecuciones. */
import type { Texts } from '../texts.ts';

export const artifacts: Texts['artifacts'] = {
  title: 'Archivos',
  nothing: 'No se registraron archivos.',
  nothingIn: 'No hay nada en esta carpeta.',
  isCut: (count: number) => `Se muestran los primeros ${count}.`,
  name: 'Nombre',
  size: 'Tamaño',
  keep: 'Descargar',
  keepOne: (name: string) => `Descargar ${name}`,
  way: 'Carpetas',
  top: 'Todos los archivos',
  close: 'Cerrar',
  beginning: (size: string) => `El comienzo de ${size}.`,
  notShown: (size: string) => `${size} que solo puede mostrar su propio programa: descárguelo.`,
};
