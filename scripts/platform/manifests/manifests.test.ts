import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { broker, config, service, trigger, writeManifests } from '../../../tests/beds/manifests.ts';
import { readManifests } from './manifests.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'marea-manifests-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const read = (...resources: object[]) => {
  writeManifests(folder, resources);
  return readManifests([folder]);
};

test("the project's manifests are read, with a predict for each data set", () => {
  const { services, triggers, brokers, namespace } = readManifests([
    'knative/overlays/local',
    'eventing/overlays/local',
  ]);
  expect(namespace).toBe('marea');
  expect(brokers.map(({ metadata }) => metadata.name)).toEqual(['ingest', 'pipeline']);
  expect(triggers.length).toBeGreaterThan(8);
  const predict = services.filter(({ metadata }) => metadata.name.startsWith('predict-'));
  const datasets = predict.map(
    ({ spec }) => spec.template.spec.containers[0]?.env?.find(({ name }) => name === 'DATASET')?.value,
  );
  expect(datasets).toEqual(predict.map(({ metadata }) => metadata.name.slice('predict-'.length)));
});

test('every function but predict, console, registry and the entrance is cluster-local, bounded, non-root, and of a pinned image', () => {
  const { services } = readManifests([
    'knative/overlays/local',
    'knative/observability/observe',
    'eventing/overlays/local',
  ]);
  for (const { metadata, spec } of services) {
    const isPublic =
      ['console', 'entrance', 'registry'].includes(metadata.name) || metadata.name.startsWith('predict-');
    expect(metadata.labels?.['networking.knative.dev/visibility'], metadata.name).toBe(
      isPublic ? undefined : 'cluster-local',
    );
    const [container] = spec.template.spec.containers;
    expect(container?.image).toMatch(/:\d+\.\d+\.\d+$/);
    expect(container?.resources?.limits?.memory, metadata.name).toBeDefined();
    expect(container?.securityContext, metadata.name).toMatchObject({
      runAsNonRoot: true,
      readOnlyRootFilesystem: true,
    });
    expect(
      Number(spec.template.metadata?.annotations?.['autoscaling.knative.dev/max-scale']),
    ).toBeGreaterThan(0);
  }
});

test('a field that Knative does not have is refused, with its file, resource and path', () => {
  const wrong = service('hello');
  Object.assign(wrong.spec.template.spec, { containerConcurency: 1 });
  expect(() => read(config, wrong)).toThrow(
    /all\.yaml: Service hello: spec\/template\/spec: unknown field containerConcurency/,
  );
});

test('a misspelt autoscaling annotation is refused', () => {
  expect(() => read(config, service('hello', { annotations: { 'max-scal': '1' } }))).toThrow(
    /unknown field max-scal/,
  );
  expect(() => read(config, service('hello', { annotations: { window: '6 seconds' } }))).toThrow(/window/);
});

test('an image without a tag, or of the latest, is refused', () => {
  for (const image of ['functions', 'functions:latest', 'registry:5000/functions']) {
    const moving = service('hello');
    Object.assign(moving.spec.template.spec.containers[0] ?? {}, { image });
    expect(() => read(config, moving), image).toThrow(/image/);
  }
});

test('a trigger to nowhere is refused', () => {
  expect(() => read(config, service('a'), broker('b'), trigger('t', 'b', 'x', 'nobody'))).toThrow(
    'there is no Service nobody',
  );
  expect(() => read(config, service('a'), trigger('t', 'nothing', 'x', 'a'))).toThrow(
    'there is no Broker nothing',
  );
});

test('a wrong duration of a delivery is refused', () => {
  const wrong = broker('b');
  wrong.spec.delivery.backoffDelay = '200ms';
  expect(() => read(wrong)).toThrow(/backoffDelay/);
});

test('a kind that the platform does not run is refused, not passed over', () => {
  const channel = {
    apiVersion: 'messaging.knative.dev/v1',
    kind: 'Channel',
    metadata: { name: 'c' },
    spec: {},
  };
  expect(() => read(channel)).toThrow(/does not know messaging\.knative\.dev\/v1\/Channel/);
});
