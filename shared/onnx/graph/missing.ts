/** Attributes of an Imputer, which puts one number in place of another. */
import type { Attribute } from '../format/model.ts';

export const replacing = (replaced: number, by: number): Record<string, Attribute> => ({
  replaced_value_float: { float: replaced },
  imputed_value_floats: { floats: Float32Array.of(by) },
});

export const missingAs = (value: number): Record<string, Attribute> => replacing(Number.NaN, value);
