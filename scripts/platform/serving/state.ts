/** What the platform keeps over a restart: each Service with its revisions and its traffic. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Service, Template, TrafficTarget } from '../manifests/schemas.ts';

export interface RevisionState {
  readonly name: string;
  readonly uid: string;
  /** Counts the templates of its Service, from 1. */
  readonly generation: number;
  readonly template: Template;
  readonly createdAt: string;
  ready: 'True' | 'False' | 'Unknown';
  /** Why it is not ready. */
  message?: string;
}

/** A part of the traffic, resolved to a revision. */
export interface Route {
  readonly revisionName: string;
  readonly latestRevision: boolean;
  readonly percent: number;
  readonly tag?: string;
}

export interface ServiceState {
  readonly name: string;
  readonly uid: string;
  readonly createdAt: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  generation: number;
  resourceVersion: number;
  template: Template;
  traffic: TrafficTarget[] | undefined;
  /** The manifest as last read, so that only what changed in it is changed here. */
  applied: Service;
  revisions: RevisionState[];
  routes: Route[];
  /** Why `traffic` is not what `routes` do. */
  routesMessage?: string;
}

/** Nobody but the platform itself calls it. */
export const isClusterLocal = ({ labels }: Pick<ServiceState, 'labels'>): boolean =>
  labels['networking.knative.dev/visibility'] === 'cluster-local';

export interface State {
  resourceVersion: number;
  services: ServiceState[];
}

/** @throws when the file is there but cannot be read. */
export function loadState(file: string): State {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { resourceVersion: 1, services: [] };
    throw error;
  }
  return JSON.parse(text) as State;
}

/** Whole or not at all. */
export function saveState(file: string, state: State): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(state, null, 1));
  renameSync(`${file}.new`, file);
}
