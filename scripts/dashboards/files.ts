/** The dashboards as Grafana reads them from files, checked in beside the manifests that mount them. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { business } from './boards/business.ts';
import { models } from './boards/models.ts';
import { pipeline } from './boards/pipeline.ts';
import { predict } from './boards/predict.ts';
import { scaleOut } from './boards/scale-out.ts';

export const boards: readonly Dashboard[] = [scaleOut, predict, pipeline, models, business];

export const FOLDER = fileURLToPath(new URL('../../knative/observability/dashboards/', import.meta.url));

/** File name -> contents. */
export function dashboardFiles(): Map<string, string> {
  return new Map(
    boards.map((board) => [
      `${board.uid?.replace('marea-', '')}.json`,
      `${JSON.stringify(board, null, 2)}\n`,
    ]),
  );
}

/** Writes only what has changed. @returns names of the files that had */
export async function refreshDashboards(): Promise<string[]> {
  await mkdir(FOLDER, { recursive: true });
  const changed: string[] = [];
  for (const [name, text] of dashboardFiles()) {
    if ((await readFile(FOLDER + name, 'utf8').catch(() => '')) === text) continue;
    await writeFile(FOLDER + name, text);
    changed.push(name);
  }
  return changed;
}
