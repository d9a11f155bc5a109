/** What JSON makes of a value: moments become ISO 8601 texts in UTC, the rest stays as it is. */
export type OnWire<T> = T extends Date
  ? string
  : T extends readonly (infer Each)[]
    ? readonly OnWire<Each>[]
    : T extends object
      ? { readonly [Key in keyof T]: OnWire<T[Key]> }
      : T;
