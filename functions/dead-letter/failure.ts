/** Why a delivery failed, from the extension attributes that a Knative broker adds to a dead letter. */

export interface Failure {
  readonly destination: string | undefined;
  readonly code: number | undefined;
  readonly error: string | undefined;
}

const PREFIX = 'knativeerror';
const MAX_TEXT = 2000;
/** It is kept in an index. */
const MAX_DESTINATION = 300;

export const isErrorAttribute = (name: string): boolean => name.startsWith(PREFIX);

export function failureOf(attributes: Readonly<Record<string, string>>): Failure {
  const { knativeerrordest: destination, knativeerrorcode: code, knativeerrordata: data } = attributes;
  return {
    destination: destination?.slice(0, MAX_DESTINATION) || undefined,
    code: /^-?\d{1,9}$/.test(code ?? '') ? Number(code) : undefined,
    error: data ? sentenceOf(decoded(data)) : undefined,
  };
}

/** Knative sends the answer's body in base64, cut off at 1,024 characters; other brokers send it as it is. */
function decoded(data: string): string {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(data) || data.length % 4 !== 0) return data;
  try {
    // `stream`: a character that was cut in two at the end is left out, and is no reason to refuse the rest.
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(data, 'base64'), { stream: true });
  } catch {
    return data;
  }
}

/** Functions answer `{"error": "..."}`; what was cut off is no JSON any more. */
function sentenceOf(body: string): string {
  const quoted = /^\s*\{\s*"error"\s*:\s*"((?:[^"\\]|\\.)*)/s.exec(body)?.[1];
  return (quoted === undefined ? body : unescaped(quoted)).trim().slice(0, MAX_TEXT);
}

/** An escape that was cut in two at the end is left out. */
function unescaped(text: string): string {
  try {
    return JSON.parse(`"${text.replace(/(?<!\\)((?:\\\\)*)\\u[0-9a-fA-F]{0,3}$/, '$1')}"`) as string;
  } catch {
    return text;
  }
}
