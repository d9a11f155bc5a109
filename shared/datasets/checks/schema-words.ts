/** Words of which the schema of a declaration is made. `description` says in a fault what is expected. */
import Type, { type TProperties, type TSchema } from 'typebox';

/** A key that is not named is refused. */
export const closed = { additionalProperties: false };
export const optional = Type.Optional;
export const text = Type.String({ minLength: 1 });
/** A sentence, or nothing. */
export const words = Type.String();
export const count = Type.Integer({ minimum: 1 });
export const number = Type.Number();
export const share = Type.Number({ minimum: 0, maximum: 1 });
export const range = Type.Tuple([number, number]);
export const texts = Type.Array(text, { uniqueItems: true });
export const someTexts = Type.Array(text, { uniqueItems: true, minItems: 1 });
export const some = <S extends TSchema>(schema: S) => Type.Array(schema, { minItems: 1 });
export const object = <P extends TProperties>(properties: P) => Type.Object(properties, closed);

/** Objects that one key tells apart, as OpenAPI has it. */
export const oneOf = <S extends TSchema[]>(propertyName: string, kinds: readonly [...S]) =>
  Type.Union([...kinds], { discriminator: { propertyName } });
