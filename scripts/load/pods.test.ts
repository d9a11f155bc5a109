import { describe, expect, test } from 'vitest';
import type { Kubernetes } from './kubernetes.ts';
import { countPods, countsOf, untilZero } from './pods.ts';

const pod = (ready: 'True' | 'False', deletionTimestamp?: string) => ({
  metadata: deletionTimestamp ? { deletionTimestamp } : {},
  status: {
    conditions: [
      { type: 'PodScheduled', status: 'True' },
      { type: 'Ready', status: ready },
    ],
  },
});

/** Answers each look with the next list. */
function answering(...lists: (readonly object[])[]): Kubernetes & { readonly paths: string[] } {
  const paths: string[] = [];
  return {
    paths,
    get: async <T>(path: string) => ({ items: lists[Math.min(paths.push(path), lists.length) - 1] }) as T,
    close: () => {},
  };
}

describe('pods', () => {
  test('are told apart as kubectl does: ready, on their way, and terminating', () => {
    const items = [
      pod('True'),
      pod('True'),
      pod('False'),
      { metadata: {} },
      pod('True', '2026-01-01T00:00:00Z'),
    ];
    expect(countsOf({ items })).toEqual({ ready: 2, starting: 2, ending: 1 });
  });

  test('are those of the Knative Service', async () => {
    const kubernetes = answering([]);
    await countPods(kubernetes, 'predict-realtor');
    expect(kubernetes.paths).toEqual([
      '/api/v1/namespaces/marea/pods?labelSelector=serving.knative.dev%2Fservice%3Dpredict-realtor',
    ]);
  });

  test('are waited for until even the terminating ones are gone', async () => {
    const kubernetes = answering([pod('True')], [pod('True', '2026-01-01T00:00:00Z')], []);
    await untilZero(kubernetes, 'trial');
    expect(kubernetes.paths).toHaveLength(3);
  });
});
