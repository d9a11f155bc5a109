/** Rows of the registry's routes: who reads, and who logs. Whose a thing is says the experiment, or the model, that it is of. */
import type { Answer, HttpRequest } from '../../../shared/runtime/http/http.ts';
import type { Fields } from './fields.ts';

type Answered = Promise<Answer> | Answer;

export const reading = (handle: (request: HttpRequest) => Answered) =>
  ({ needs: 'view', about: 'each', handle }) as const;

export const logging = (handle: (request: HttpRequest, body: Fields) => Answered) =>
  ({ needs: 'log', about: 'each', body: 'object', handle }) as const;
