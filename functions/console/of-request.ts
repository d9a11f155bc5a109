/** What a change that a request asks for is made with. */
import { askingFrom, changingFrom } from '../../shared/runtime/asking/of-request.ts';
import type { Changing } from '../../shared/runtime/asking/recorded.ts';
import type { HttpRequest } from '../../shared/runtime/http/http.ts';

export const changing = (request: HttpRequest): Changing => changingFrom('console', request);

/** @throws HttpError 503 when there is no broker to ask by */
export const asking = (request: HttpRequest): Changing => askingFrom('console', request);
