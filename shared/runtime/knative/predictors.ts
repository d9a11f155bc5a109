/** Whether the data sets that are declared, those that are served and those that are stored are the same ones. */
import type { KnativeService } from './api.ts';
import { predictorOf } from './served.ts';

/** A data set of which something is left, though nobody declares it. */
export interface Undeclared {
  readonly name: string;
  /** Names of the Services that would predict for it. */
  readonly services: readonly string[];
  readonly batches: number;
}

export interface Apart {
  /** Declared, but without the Service that answers for its model. */
  readonly unserved: readonly string[];
  readonly undeclared: readonly Undeclared[];
}

export interface Standing {
  readonly declared: readonly string[];
  readonly services: readonly Predictor[];
  readonly stored: readonly { readonly dataset: string; readonly batches: number }[];
}

/** A Service, as far as it says whose data set it predicts for. */
export interface Predictor {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly template: { readonly spec: Pick<KnativeService['spec']['template']['spec'], 'containers'> };
  };
}

export function apart({ declared, services, stored }: Standing): Apart {
  const names = new Set(services.map(({ metadata }) => metadata.name));
  const served = services.map((service) => ({ service: service.metadata.name, dataset: datasetOf(service) }));
  const left = new Set([...served.map(({ dataset }) => dataset), ...stored.map(({ dataset }) => dataset)]);
  return {
    unserved: declared.filter((name) => !names.has(predictorOf(name))),
    undeclared: [...left]
      .filter((name) => name !== undefined && !declared.includes(name))
      .map((name = '') => ({
        name,
        services: served.filter(({ dataset }) => dataset === name).map(({ service }) => service),
        batches: stored.find(({ dataset }) => dataset === name)?.batches ?? 0,
      })),
  };
}

/** undefined of a Service that is no predictor. */
export function datasetOf({ spec }: Predictor): string | undefined {
  const env = spec.template.spec.containers[0]?.env ?? [];
  const variable = (name: string): string | undefined => env.find((one) => one.name === name)?.value;
  return variable('FUNCTION') === 'predict' ? variable('DATASET') : undefined;
}
