/**
 * Times fits in a process of its own, as scripts/reference/fit.py does for other libraries: fit-process.ts <folder>
 * <rows>; for each line "marea <threads>" on stdin writes the seconds of one fit, binning included.
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { families } from '../../shared/ml/models/families.ts';
import { helpersOf } from '../../shared/runtime/threads.ts';

const [folder, rows] = [process.argv[2], Number(process.argv[3])];

const bytesOf = (name: string): ArrayBuffer => Uint8Array.from(readFileSync(`${folder}/${name}`)).buffer;
const data = new Float32Array(bytesOf('x.f32'));
const y = new Float64Array(bytesOf('y.f64'));
const names = Array.from({ length: data.length / rows }, (_, i) => `f${i}`);

const settings = {
  rounds: 200,
  maxLeaves: 31,
  maxDepth: 64,
  learningRate: 0.1,
  maxBins: 255,
  minChildWeight: 20,
  lambda: 1,
  rowShare: 1,
  columnShare: 1,
};
const task = { task: 'regression', classes: 0 } as const;

for await (const line of createInterface({ input: process.stdin })) {
  const threads = Number(line.split(' ')[1]);
  const started = performance.now();
  families.boosting.fit(
    { x: { rows, names, data }, y },
    undefined,
    settings,
    1,
    task,
    undefined,
    helpersOf(threads),
  );
  console.log((performance.now() - started) / 1000);
}
