/** How the object store refuses, as S3 does: a status, a code for programs, a sentence. */

export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: string;
  /** s3rver tells the message of what says so. */
  readonly expose = true;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export const refusal = (status: number, code: string, message: string): Refusal =>
  new Refusal(status, code, message);

/** The XML that clients read. */
export const asXml = ({ code, message }: Pick<Refusal, 'code' | 'message'>): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${escaped(message)}</Message></Error>`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
