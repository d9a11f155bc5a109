/**
 * The steps of a deployment, in the order in which one needs the other. Dead letters come before the brokers, whose
 * sink they are; brokers and bindings before the other functions, or each of these would get a second revision when
 * its binding comes.
 */
import { KNATIVE_SERVICE, kindOf, type Resource } from './resource.ts';

const GROUND = new Set([
  'v1/ServiceAccount',
  'v1/ConfigMap',
  'rbac.authorization.k8s.io/Role',
  'rbac.authorization.k8s.io/RoleBinding',
  'rbac.authorization.k8s.io/ClusterRole',
  'rbac.authorization.k8s.io/ClusterRoleBinding',
  'networking.k8s.io/NetworkPolicy',
  'policy/PodDisruptionBudget',
]);

export interface Phases {
  readonly namespaces: readonly Resource[];
  readonly ground: readonly Resource[];
  readonly stores: readonly Resource[];
  readonly jobs: readonly Resource[];
  readonly deadLetters: readonly Resource[];
  readonly brokers: readonly Resource[];
  readonly services: readonly Resource[];
  /** Triggers and sources: events flow from here on. */
  readonly flow: readonly Resource[];
}

/** @throws when a resource is of a kind that has no place in the order */
export function phasesOf(resources: readonly Resource[]): Phases {
  const phases: Record<keyof Phases, Resource[]> = {
    namespaces: [],
    ground: [],
    stores: [],
    jobs: [],
    deadLetters: [],
    brokers: [],
    services: [],
    flow: [],
  };
  for (const one of resources) phases[phaseOf(one)].push(one);
  return phases;
}

function phaseOf(resource: Resource): keyof Phases {
  const kind = kindOf(resource);
  if (GROUND.has(kind)) return 'ground';
  switch (kind) {
    case 'v1/Namespace':
      return 'namespaces';
    case 'v1/Service':
    case 'apps/StatefulSet':
      return 'stores';
    case 'batch/Job':
      return 'jobs';
    case KNATIVE_SERVICE:
      return resource.metadata.name === 'dead-letter' ? 'deadLetters' : 'services';
    case 'eventing.knative.dev/Broker':
    case 'sources.knative.dev/SinkBinding':
      return 'brokers';
    case 'eventing.knative.dev/Trigger':
    case 'sources.knative.dev/PingSource':
      return 'flow';
    default:
      throw new Error(`a deployment has no step for ${kind} ${resource.metadata.name}`);
  }
}
