/** Partes que comparten todas las páginas. */
import type { Texts } from '../texts.ts';

export const ui: Texts['ui'] = {
  loading: 'Cargando…',
  failed: 'No se pudo obtener',
  again: 'Intentar de nuevo',
  asOf: (when) => `Como estaba ${when}`,
  copy: 'Copiar',
  copied: 'Copiado',
  copyCsv: 'Copiar como CSV',
  csvCopied: (rows) => (rows === 1 ? '1 fila copiada como CSV' : `${rows} filas copiadas como CSV`),
  more: 'Mostrar más',
  sortBy: (column) => `Ordenar por ${column}`,
  cancel: 'Cancelar',
  reason: '¿Por qué?',
  reasonHint: 'Todos lo verán en la auditoría.',
  reasonMissing: 'Diga por qué: se guarda con el cambio.',
  typeName: (name) => `Escriba ${name} para confirmar`,
  nameMissing: (name) => `Escriba ${name}: esto no se puede deshacer.`,
  whatChanges: 'Lo que cambiará',
  before: 'Antes',
  after: 'Después',
  under: 'en curso…',
  never: 'nunca',
  nothing: 'ninguno',
};
