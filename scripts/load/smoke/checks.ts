/** All that the smoke test looks at, and that it leaves out nothing that the service documents. */
import type { Dataset } from '../../../shared/datasets/declaration.ts';
import type { Row } from '../rows.ts';
import { aboutChecks } from './about.ts';
import { answerChecks } from './answers.ts';
import { type Check, expected, need } from './call.ts';
import { openInferenceChecks } from './open-inference.ts';

/** @param rows as clients would send them */
export function checksOf(dataset: Dataset, rows: readonly Row[]): Check[] {
  const checks = [...answerChecks(dataset, rows), ...aboutChecks(dataset), ...openInferenceChecks(dataset)];
  return [...checks, nothingLeftOut(checks)];
}

function nothingLeftOut(checks: readonly Check[]): Check {
  const checked = new Set([...checks.flatMap(({ routes }) => routes), 'GET /openapi.json']);
  return {
    routes: ['GET /openapi.json'],
    holds: async (call) => {
      const { paths } = (await expected(200, call('GET /openapi.json'))).fields;
      const documented = Object.entries((paths ?? {}) as Record<string, object>).flatMap(([path, methods]) =>
        Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
      );
      need(documented.length > 0, 'no route is documented');
      const left = documented.filter((route) => !checked.has(route));
      need(left.length === 0, `documented, and checked by nothing here: ${left.join(', ')}`);
    },
  };
}
