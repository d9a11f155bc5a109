/** Predictions for rows, as numbers. */
import type { TestPlatform } from './platform.ts';

export async function predictions(platform: TestPlatform, rows: readonly unknown[]): Promise<number[]> {
  const { status, body } = await platform.send('POST', '/services/predict-tiny/batch_predict', rows);
  if (status !== 200) throw new Error(`batch_predict answered ${status}`);
  return (body as { predictions: { rent: number }[] }).predictions.map(({ rent }) => rent);
}
