/** What a stranger reaches: the functions that are on the gateway, with their own tables of routes. */
import { functionNamed } from '../../shared/runtime/function.ts';
import { predictorOf } from '../../shared/runtime/knative/served.ts';
import type { Reached } from './well-made.ts';

export async function reachedFor(dataset: string): Promise<Reached[]> {
  await Promise.all([
    import('../../functions/console/index.ts'),
    import('../../functions/entrance/index.ts'),
    import('../../functions/predict/index.ts'),
    import('../../functions/registry/index.ts'),
  ]);
  return [
    { prefix: `/services/${predictorOf(dataset)}`, routes: routesOf('predict') },
    { prefix: '/services/console', routes: routesOf('console') },
    { prefix: '/services/entrance', routes: routesOf('entrance') },
    { prefix: '/services/registry', routes: routesOf('registry') },
  ];
}

const routesOf = (name: string): string[] => Object.keys(functionNamed(name).routes);
