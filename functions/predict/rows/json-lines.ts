/** Newline-delimited JSON (NDJSON): one value a line, empty lines are nothing. */
import { HttpError } from '../../../shared/runtime/http.ts';

const NEWLINE = 10;
/** Lines that are parsed in one go. */
const LINES = 1000;

/** @throws HttpError 400 naming the line that is not JSON */
export function* jsonLines(body: Buffer): Generator<readonly unknown[]> {
  let rows: unknown[] = [];
  let line = 0;
  for (let from = 0; from < body.length; line++) {
    const end = body.indexOf(NEWLINE, from);
    const to = end < 0 ? body.length : end;
    const text = body.toString('utf8', from, to).trim();
    if (text !== '') rows.push(parsed(text, line + 1));
    from = to + 1;
    if (rows.length === LINES) {
      yield rows;
      rows = [];
    }
  }
  yield rows;
}

function parsed(text: string, line: number): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new HttpError(400, `line ${line} is not JSON: ${(cause as Error).message}`);
  }
}
