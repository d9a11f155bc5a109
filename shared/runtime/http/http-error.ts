/** How a handler refuses: with the status to answer. */

/** An error with the status to answer; anything else is a 500 whose cause stays in the log. */
export class HttpError extends Error {
  override readonly name: string = 'HttpError';
  readonly status: number;
  /** Further fields of the answer. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Further headers of the answer. */
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    status: number,
    message: string,
    fields: Readonly<Record<string, unknown>> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.fields = fields;
    this.headers = headers;
  }
}
