/** The part of a body that a request asks for (RFC 9110, 14.2). */
import { HttpError, type HttpRequest } from '../../../shared/runtime/http/http.ts';
import type { Part } from '../../../shared/store/objects.ts';

/** One range of bytes; of what is none, or several, nothing is taken: all of it is answered. */
const RANGE = /^bytes=(\d{0,15})-(\d{0,15})$/;

export const asksForPart = ({ headers }: Pick<HttpRequest, 'headers'>): boolean =>
  rangeIn(headers.range) !== undefined;

/** @param bytes that there are. @throws HttpError 416 for a part behind the end */
export function partIn({ headers }: Pick<HttpRequest, 'headers'>, bytes: number): Part {
  const [first = '', last = ''] = rangeIn(headers.range) ?? [];
  const start = first === '' ? Math.max(0, bytes - Number(last)) : Number(first);
  const end = first === '' || last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1);
  if (start > end)
    throw new HttpError(
      416,
      `there are ${bytes} bytes`,
      { error_code: 'INVALID_PARAMETER_VALUE' },
      { 'content-range': `bytes */${bytes}` },
    );
  return { start, end };
}

function rangeIn(header: string | undefined): [string, string] | undefined {
  const [, first = '', last = ''] = RANGE.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  return [first, last];
}
