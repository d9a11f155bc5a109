/** GET /api/datasets/<name>/rows.parquet: clean rows as a file for pandas and its like. */
import { configuration, required } from '../../../shared/runtime/configuration.ts';
import { type Answer, HttpError, type HttpRequest } from '../../../shared/runtime/http/http.ts';
import { connect } from '../../../shared/store/database.ts';
import { knownDataset, partsAfter } from '../path.ts';
import { type Asked, askedRows } from './asked.ts';
import { patient } from './patient.ts';
import { parquetPieces } from './pieces.ts';

/** Each has a connection of its own, and some of the memory. */
const MOST = 2;

let sending = 0;

/** @throws HttpError 503 when others are being sent */
export async function rowsFile(request: HttpRequest): Promise<Answer> {
  const [name] = partsAfter(request, '/api/datasets/', 2);
  const asked = askedRows(knownDataset(name), request);
  if (sending >= MOST)
    throw new HttpError(503, 'the rows of others are being sent: try again', {}, { 'retry-after': '5' });
  sending += 1;
  const pieces = onOwnConnection(asked);
  // What is wrong with the database is told as that, not as half a file.
  const first = await pieces.next();
  const headers = {
    'content-type': 'application/vnd.apache.parquet',
    'content-disposition': `attachment; filename="${asked.dataset.name}.parquet"`,
    'cache-control': 'no-store',
  };
  return { status: 200, headers, body: patient(first, pieces) };
}

/** Ends with its connection, and lets the next one in, however it ends. */
async function* onOwnConnection(asked: Asked): AsyncGenerator<Buffer, void> {
  const { K_REVISION, FUNCTION } = configuration();
  const sql = connect(required('DATABASE_URL'), { max: 1, name: K_REVISION ?? FUNCTION });
  try {
    yield* parquetPieces(sql, asked);
  } finally {
    sending -= 1;
    await sql.end({ timeout: 5 });
  }
}
