/**
 * What MLflow's clients have asked of MLflow's own server, and what it answered: recorded by
 * scripts/reference/mlflow_record.py while mlflow_scenario.py ran.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A body that is no JSON: its text, or how long it is and its hash. */
type Bytes = { readonly text: string } | { readonly size: number; readonly sha256: string };

export interface Exchange {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly type?: string;
  readonly body?: Json;
  readonly status: number;
  readonly answer?: Json;
}

/** @param client "3.17.2" */
export function recorded(client: string): Exchange[] {
  const file = new URL(`recorded/mlflow-${client}.jsonl.gz`, import.meta.url);
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Exchange);
}

/** Whether it is about the bytes of a file: sent, or answered. */
export const isFile = ({ method, path, status }: Exchange): boolean =>
  path.includes('/mlflow-artifacts/artifacts/') && (method === 'PUT' || (method === 'GET' && status === 200));

/** The file of an exchange; where only its hash is known, another of that length, the same for the same hash. */
export function bytesOf(body: Json | undefined): Buffer {
  if (body === undefined || body === null) return Buffer.alloc(0);
  const bytes = body as Bytes;
  if ('text' in bytes) return Buffer.from(bytes.text);
  return Buffer.alloc(bytes.size, createHash('sha256').update(bytes.sha256).digest());
}
