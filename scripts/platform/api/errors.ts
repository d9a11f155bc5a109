/** Errors as the Kubernetes API tells them: a Status with a code and a reason. */
import { TooLarge } from '../serving/body.ts';

export class ApiError extends Error {
  readonly code: number;
  readonly reason: string;
  constructor(code: number, reason: string, message: string) {
    super(message);
    this.code = code;
    this.reason = reason;
  }
}

export const notPossible = (method: string | undefined, plural: string): ApiError =>
  new ApiError(405, 'MethodNotAllowed', `${method} of ${plural} is not possible on the embedded platform`);

export function statusOf(error: unknown) {
  const { code, reason, message } = asApiError(error);
  return { kind: 'Status', apiVersion: 'v1', status: 'Failure', message, reason, code };
}

function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof TooLarge)
    return new ApiError(413, 'RequestEntityTooLarge', 'the request is larger than 3 MiB');
  if (error instanceof SyntaxError)
    return new ApiError(400, 'BadRequest', `the body is not JSON: ${error.message}`);
  return new ApiError(422, 'Invalid', error instanceof Error ? error.message : String(error));
}
