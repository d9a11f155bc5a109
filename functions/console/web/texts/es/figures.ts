/** Cuán correctas son las respuestas de una versión, y de qué están hechas. */
import type { Texts } from '../texts.ts';

export const figures: Texts['figures'] = {
  title: 'Cuán correctas son sus respuestas',
  text: (rows: string) => `Medido en ${rows} filas de las que no ha aprendido.`,
  predicted: 'predicho',
  actual: 'real',
  actualLabel: 'Valores reales frente a los predichos, filas contadas en celdas',
  actualText: 'Más intenso donde hay más filas. En la línea discontinua la respuesta es correcta.',
  factor: 'real / predicho',
  difference: 'real − predicho',
  residualsLabel: 'Residuos según la predicción, filas contadas en celdas',
  residualsText: (median: string) =>
    `Lo que queda entre respuesta y verdad, mediana ${median}: en torno a la línea discontinua en todas partes cuando no queda nada que aprender.`,
  coverageLabel: 'Proporción de filas dentro de su intervalo, por décimos de la predicción',
  tenth: 'décimo de la predicción, el menor primero',
  inside: 'dentro',
  band: (tenth: number, from: string, to: string, share: string) =>
    `Décimo ${tenth}, de ${from} a ${to}: ${share}`,
  coverageText: (coverage: string, level: string) =>
    `${coverage} de todas las filas están dentro de su intervalo; se prometió ${level} (la línea discontinua).`,
  reliabilityLabel: (name: string) => `Fiabilidad de las probabilidades de ${name}`,
  given: (name: string) => `probabilidad dada a ${name}`,
  observed: 'proporción que fue así',
  bin: (given: string, observed: string, rows: number) => `Dado ${given}, fue así ${observed}, ${rows} filas`,
  reliabilityText: (name: string, error: string) =>
    `${name}: probabilidad y verdad difieren en ${error} de media. En la línea discontinua coinciden.`,
  matters: 'De qué están hechas sus respuestas',
  mattersText: (rows: string) =>
    `Cuánto mueve cada característica la respuesta (valores SHAP, exactos para este modelo), en ${rows} filas de las que no ha aprendido.`,
  mattersRange:
    'La línea contiene el 90 % de las contribuciones, la barra la mitad central; a la izquierda de la línea discontinua bajan la respuesta.',
  feature: 'Característica',
  size: 'Tamaño medio',
  range: 'Contribuciones',
  quantiles: (values: readonly string[]) =>
    `El 5, 25, 50, 75 y 95 % de las contribuciones están por debajo de ${values.join(', ')}`,
  direction: 'Cuando su valor sube, la respuesta',
  rises: 'sube',
  falls: 'baja',
};
