/** What a schema has against a value, in one line for people. */
import type { TLocalizedValidationError } from 'typebox/error';

/** "spec/template/metadata: unknown field foo; spec/retry: must be integer". */
export function complaints(errors: readonly TLocalizedValidationError[]): string {
  const told = errors
    .filter(({ keyword, message }) => keyword !== 'anyOf' && message !== 'schema is false')
    .map((error) => {
      const where = error.instancePath.slice(1).replaceAll('~1', '/') || 'at the top';
      if (error.keyword !== 'additionalProperties') return `${where}: ${error.message}`;
      return `${where}: unknown field ${error.params.additionalProperties.join(', ')}`;
    });
  return [...new Set(told)].slice(0, 6).join('; ');
}
