/** Whether attributes are those of a CloudEvent 1.0: by the schema of the SDK, and by what that leaves out. */
import { CloudEvent, ValidationError } from 'cloudevents';
import { BadEvent } from './errors.ts';

export type Attributes = Readonly<Record<string, string>>;

/** @throws BadEvent naming the attribute, and what is wrong with it */
export function validate(attributes: Attributes): void {
  const { specversion = '', source = '', subject } = attributes;
  if (specversion !== '1.0') throw new BadEvent(`specversion is "${specversion}", expected "1.0"`);
  for (const name of ['id', 'source', 'type'])
    if (!attributes[name]) throw new BadEvent(`attribute ${name} is missing or empty`);
  if (subject === '') throw new BadEvent('subject must not be empty where it is given');
  for (const [name, value] of Object.entries(attributes)) validateOne(name, value);
  validateSchema({ ...attributes, source: encodeURI(source) }, attributes);
}

/** Bytes of what tells events apart: they are kept in indexes of tables. */
const LONGEST = 1024;
const KEYS = new Set(['id', 'source', 'type', 'subject']);

function validateOne(name: string, value: string): void {
  if (!/^[a-z0-9]+$/.test(name))
    throw new BadEvent(`attribute name "${name}" may have lower-case letters and digits only`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what the specification forbids
  if (/[\u0000-\u001f\u007f-\u009f]/.test(value))
    throw new BadEvent(`attribute ${name} holds a control character`);
  if (/\p{Surrogate}/u.test(value)) throw new BadEvent(`attribute ${name} holds half a character`);
  if (KEYS.has(name) && Buffer.byteLength(value) > LONGEST)
    throw new BadEvent(
      `attribute ${name} has ${Buffer.byteLength(value)} bytes, at most ${LONGEST} are taken`,
    );
  if (name === 'datacontenttype' && /[^ -~]/.test(value))
    throw new BadEvent(`datacontenttype "${value}" is no media type`);
}

/** @param told what is escaped, for the schema takes URIs alone: blanks and letters of all scripts are fine here */
function validateSchema(told: Attributes, attributes: Attributes): void {
  try {
    new CloudEvent({ ...told, type: attributes.type ?? '', source: told.source ?? '' });
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    throw new BadEvent(reasonOf(error, attributes), { cause: error });
  }
}

/** By the format that the schema of the SDK asks for. */
const FORMATS: Readonly<Record<string, string>> = {
  time: 'RFC 3339 timestamp',
  dataschema: 'URI',
  source: 'URI reference',
};

function reasonOf({ message, errors }: ValidationError, attributes: Attributes): string {
  const [first] = Array.isArray(errors) ? errors : [];
  const path = typeof first === 'object' && first !== null ? first.instancePath : undefined;
  const name = typeof path === 'string' ? path.slice(1) : '';
  const format = FORMATS[name];
  return format ? `${name} "${attributes[name]}" is no ${format}` : `not a CloudEvent 1.0: ${message}`;
}
