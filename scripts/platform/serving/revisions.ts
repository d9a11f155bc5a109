/** How a Service and its revisions come to be, and which of them are no longer needed. */
import { randomUUID } from 'node:crypto';
import type { Service, Template } from '../manifests/schemas.ts';
import type { RevisionState, ServiceState } from './state.ts';
import { latestReady } from './traffic.ts';

/** Revisions without traffic that are kept to go back to. */
const KEPT = 20;

/** A Service that was not there before, without a revision yet. */
export function newService(manifest: Service): ServiceState {
  const { metadata, spec } = manifest;
  return {
    name: metadata.name,
    uid: randomUUID(),
    createdAt: new Date().toISOString(),
    labels: metadata.labels ?? {},
    annotations: metadata.annotations ?? {},
    generation: 1,
    resourceVersion: 0,
    template: spec.template,
    traffic: spec.traffic,
    applied: manifest,
    revisions: [],
    routes: [],
  };
}

/** Adds a revision of this template. @throws when its name is taken */
export function revise(
  service: ServiceState,
  template: Template,
  ready: RevisionState['ready'],
): RevisionState {
  const generation = (service.revisions.at(-1)?.generation ?? 0) + 1;
  const name = template.metadata?.name ?? `${service.name}-${String(generation).padStart(5, '0')}`;
  if (service.revisions.some((revision) => revision.name === name))
    throw new Error(`spec.template.metadata.name: revision ${name} exists already`);
  const [uid, createdAt] = [randomUUID(), new Date().toISOString()];
  const revision: RevisionState = { name, uid, generation, template, createdAt, ready };
  service.revisions.push(revision);
  return revision;
}

/** Removes the revisions that nobody goes back to. @returns their names */
export function prune(service: ServiceState): string[] {
  const needed = new Set(service.routes.map(({ revisionName }) => revisionName));
  for (const { revisionName } of service.traffic ?? []) if (revisionName) needed.add(revisionName);
  needed.add(latestReady(service.revisions)?.name ?? '');
  const old = service.revisions.slice(0, -KEPT).filter(({ name }) => !needed.has(name));
  if (old.length > 0) service.revisions = service.revisions.filter((revision) => !old.includes(revision));
  return old.map(({ name }) => name);
}
