/** What runs in the thread that reads a Parquet file: it opens it, then gives one piece of its rows after another. */
import { workerData } from 'node:worker_threads';
import type { Dataset } from '../../datasets/declaration.ts';
import { answerWith } from './answering.ts';
import type { KeptColumns } from './header.ts';
import type { Limits } from './limits.ts';
import { type Piece, parquetPieces } from './parquet-pieces.ts';

export interface ParquetTask {
  readonly file: Uint8Array<ArrayBuffer>;
  readonly dataset: Pick<Dataset, 'name' | 'columns'>;
  readonly limits: Pick<Limits, 'record' | 'parquet'>;
}

/** First which columns it has. */
export type ParquetAnswer = { readonly kept: KeptColumns } | { readonly piece: Piece };

function* answers({ file, dataset, limits }: ParquetTask): Generator<ParquetAnswer, undefined> {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.length);
  const { kept, pieces } = parquetPieces(bytes, dataset, limits);
  yield { kept };
  for (const piece of pieces) yield { piece };
}

const moved = (answer: ParquetAnswer): ArrayBuffer[] =>
  'piece' in answer ? [answer.piece.bytes.buffer, answer.piece.ends.buffer] : [];

answerWith(answers(workerData as ParquetTask), moved);
