/** Attributes of an Imputer, which puts one number in place of another, in every column or its own in each. */
import type { Attribute } from '../format/model.ts';

export const replacing = (replaced: number, by: number | Float32Array): Record<string, Attribute> => ({
  replaced_value_float: { float: replaced },
  imputed_value_floats: { floats: typeof by === 'number' ? Float32Array.of(by) : by },
});
