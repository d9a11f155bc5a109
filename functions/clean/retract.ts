/**
 * Takes a batch back: its rows leave the clean data, rows that were duplicates only of them come in, and who has learned
 * from them is told. Raw rows, rejected rows and the ledger of the batch stay. It is alone with the data set's clean
 * rows, as `clean` is, and all of it is one transaction.
 */
import { Gone, PermanentError } from '../../shared/events/errors.ts';
import { type DataOf, derivedId } from '../../shared/events/event.ts';
import { retractionRequested, trainingRequested } from '../../shared/events/types.ts';
import { type StageContext, stage } from '../../shared/runtime/stage.ts';
import { ownRows } from '../../shared/store/locks.ts';
import { givenUp } from '../../shared/tracking/batches.ts';
import { dropProfile } from '../../shared/tracking/drift-checks.ts';
import { type Learner, learnersOf } from '../../shared/tracking/learned.ts';
import { remember } from '../../shared/tracking/production.ts';
import {
  isCleaned,
  markRetracted,
  noteRetraction,
  type Retraction,
  retractable,
} from '../../shared/tracking/retraction.ts';
import { trainingRunOf } from '../../shared/tracking/runs.ts';
import { endTrainings } from './end-trainings.ts';
import { restore } from './restore.ts';
import { removeClean } from './store.ts';
import { worded } from './worded.ts';

type Retracting = StageContext<typeof trainingRequested>;
type Request = DataOf<typeof retractionRequested>;

export const retract = stage(
  { name: 'clean', on: retractionRequested, emits: [trainingRequested] },
  async (request, context) => {
    const { sql, dataset, log } = context;
    await ownRows(sql, dataset.name);
    if (!(await isToRetract(context, request))) return log.info({ batch: request.batch }, 'retracted before');
    // Runs before batches, as whoever closes a training locks them.
    const learned = await learnersOf(sql, dataset.name, request.batch);
    await endTrainings(context, learned, request);
    const found = await takeBack(context, request);
    const retraction = { ...found, learned, run: learned.length > 0 ? nextRun(context) : null };
    await noteRetraction(sql, dataset.name, request.batch, retraction);
    await tell(context, request, retraction);
  },
);

/** @throws Gone when the batch that was meant is not there any more */
async function isToRetract({ sql, dataset }: Retracting, { batch: id, began }: Request): Promise<boolean> {
  const batch = await retractable(sql, dataset.name, id);
  if (batch?.began !== began) throw new Gone(`the batch "${id}" that was meant is not there any more`);
  if (!isCleaned(batch))
    throw new PermanentError(`batch "${id}" is not cleaned yet: there is nothing to take back`);
  return batch.retractedAt === null;
}

async function takeBack(
  { sql, pool, dataset }: Retracting,
  { batch, reason, by }: Request,
): Promise<Pick<Retraction, 'rows' | 'restored'>> {
  await markRetracted(sql, dataset.name, batch, { reason, by });
  const rows = await removeClean(sql, dataset, batch);
  const restored = await restore({ sql, pool, dataset }, rows);
  await dropProfile(sql, dataset.name, batch);
  await givenUp(sql, dataset.name, batch, 'retracted', `taken back by ${by}: ${reason}`);
  return { rows, restored };
}

/** The run of the training that is asked for: named before it is there. */
const nextRun = ({ event }: Retracting): string =>
  trainingRunOf({ source: '/marea/clean', id: derivedId(event, trainingRequested.type) });

async function tell(
  { sql, dataset, log, emit }: Retracting,
  request: Request,
  retraction: Retraction,
): Promise<void> {
  const { rows, restored, learned, run } = retraction;
  log.info({ batch: request.batch, rows, restored, learned, run }, 'retracted');
  const reason = worded(request, retraction);
  await remember(sql, { name: dataset.name, version: inProduction(learned), event: 'retracted', reason });
  const why = `batch "${request.batch}" was taken back: ${request.reason}`;
  if (run !== null) emit(trainingRequested, { reason: why }, { subject: run });
}

const inProduction = (learned: readonly Learner[]): number | undefined =>
  learned.find(({ stands }) => stands === 'in production')?.version ?? undefined;
