/** Cartas muertas: eventos abandonados. */
import type { Texts } from '../texts.ts';

export const letters: Texts['letters'] = {
  title: 'Cartas muertas',
  text: 'Eventos que nadie pudo tomar, aunque se intentó una y otra vez. Cada uno espera a una persona: reenvíelo cuando el motivo haya desaparecido, o descártelo.',
  none: 'Nada espera: todos los eventos se tomaron.',
  noneSuch: 'Ninguna carta muerta es así.',
  all: 'Mostrar todas',
  kind: (type, dataset) => `${type} de ${dataset}`,
  noDataset: 'ningún conjunto',
  list: (kind) => `Cartas muertas: ${kind}`,
  number: 'N.º',
  batch: 'Lote',
  came: 'Llegó',
  times: 'Entregas',
  from: 'Era para',
  code: 'Estado',
  reason: 'Motivo',
  decide: 'Decidir',
  advice: 'Qué hacer',
  hopeless:
    'Rechazada para siempre: reenviada tal cual, vuelve. Corrija el archivo o la declaración y envíelo de nuevo; después descarte esta.',
  again:
    'Puede ir bien ahora: cuando el motivo haya desaparecido, reenvíela. Lo ya hecho no se hace dos veces.',
  hopelessShort: 'descartar, tras corregir',
  againShort: 'reenviar',
  replay: 'Reenviar',
  discard: 'Descartar',
  replayOne: (id) => `Reenviar la carta ${id}`,
  discardOne: (id) => `Descartar la carta ${id}`,
  discardAll: 'Descartar todas las de esta clase',
  discardAllTitle: (kind) => `Descartar todas las de ${kind}`,
  replayAll: 'Reenviar las que pueden ir bien',
  replayAllTitle: (kind) => `Reenviar ${kind}`,
  replayText: 'El evento se envía otra vez tal como era. Si vuelve a fallar, regresa aquí.',
  discardText:
    'El evento ya no espera. El lote que no pudo avanzar por él termina como descartado. El evento mismo se conserva.',
  count: (count) => `${count} en espera`,
  replayed: 'Se ha reenviado.',
  replayedAll: (count) => `Reenviadas: ${count}`,
  owed: (why) => `Se envía en cuanto sea posible: ${why}`,
  discarded: (count) => `Descartadas: ${count}`,
};
