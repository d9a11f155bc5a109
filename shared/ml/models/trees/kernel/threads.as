/** Threads that share the parts of a job. */
import { ADD, GREATEST, LONGEST, LOST, MOST_PARTS, PARTITION, ROUND, SUM } from './job';
import { addPart, greatestPart, partitionPart, roundPart } from './rows';
import { sumPart } from './sums';

/** Words that threads share, each on a cache line of its own. */
/** Parts of the job that nobody has taken, counted down; 0 and below: none. */
const LEFT: usize = 0;
/** Parts that are done. */
const DONE: usize = 64;
/** The job, and how many parts it has. */
const JOB: usize = 4;
const PARTS: usize = 8;
/** Grows by 1 with each job; what sleepers wait on. */
const JOBS: usize = 128;
/** Threads that sleep, threads that have come to work, and whether all shall leave. */
const SLEEPING: usize = 192;
const READY: usize = 196;
const LEAVE: usize = 200;

/** Looks at the word this often before a thread goes to sleep: for longer than is between two jobs of a fit. */
const SPINS: u32 = 400_000;
/** And so often, and as often again as a part has additions, before the thread that waits for the others does. */
const PATIENCE: u32 = 100_000;

/** Waits for the others: some short ones, then as many of a millisecond as LONGEST says. */
const SHORT_WAITS: u32 = 100;
const SHORT: i64 = 20_000;
const LONG: i64 = 1_000_000;

/** Has the fit end: it throws, in the thread that called it. */
// @ts-ignore: decorator
@external("env", "abandon")
declare function abandon(): void;

/** Additions, or what takes as long, below which a thread that is awake brings less than it costs to share with it. */
const SMALL: u32 = 2_000;
/** And below which it is not woken up. */
const WAKING: u32 = 60_000;

/** After a wait that long the machine is busy with other things: so many jobs are done alone. */
const RESPITE: u32 = 200;
let respite: u32 = 0;

function doPart(job: u32, part: u32, parts: u32): void {
  switch (job) {
    case SUM: return sumPart(part, parts);
    case PARTITION: return partitionPart(part, parts);
    case ADD: return addPart(part, parts);
    case GREATEST: return greatestPart(part, parts);
    case ROUND: return roundPart(part, parts);
  }
}

/**
 * Does the job with whoever is there, and returns when all of it is done.
 *
 * @param work additions, or what takes as long
 * @param most parts that it can have
 * @returns parts that it had
 */
export function run(job: u32, work: u32, most: u32): u32 {
  const parts = min(min(most, MOST_PARTS), threadsFor(work));
  if (parts <= 1) {
    doPart(job, 0, 1);
    return 1;
  }
  store<u32>(JOB, job);
  store<u32>(PARTS, parts);
  atomic.store<i32>(DONE, 0);
  atomic.store<i32>(LEFT, parts);
  atomic.add<i32>(JOBS, 1);
  if (work >= WAKING && atomic.load<i32>(SLEEPING)) atomic.notify(JOBS, -1);
  takeParts();
  const patience = PATIENCE + work / parts;
  let waits: u32 = 0;
  for (let spins: u32 = 0; atomic.load<u32>(DONE) < parts; spins++) {
    if (spins < patience) continue;
    waitForOthers(waits++);
    respite = RESPITE;
  }
  return parts;
}

/**
 * A helper without a core of its own cannot finish while this thread keeps one busy. One that is gone never does; as
 * waits are counted, not hours, a machine that stood still meanwhile takes nobody for gone.
 */
function waitForOthers(waits: u32): void {
  atomic.wait<i32>(LEAVE, 0, waits < SHORT_WAITS ? SHORT : LONG);
  if (atomic.load<u32>(LOST) || waits >= SHORT_WAITS + load<u32>(LONGEST)) abandon();
}

function threadsFor(work: u32): u32 {
  if (work < SMALL) return 1;
  if (respite) {
    respite--;
    return 1;
  }
  const helpers = atomic.load<u32>(READY);
  return work < WAKING ? 1 + helpers - atomic.load<u32>(SLEEPING) : 1 + helpers;
}

/**
 * A part is taken by counting down. Who comes late, with a job that is over, counts on below 0 and gets nothing; who
 * gets a number has the job that is on, as no other starts before all its parts are done.
 */
function takeParts(): void {
  for (let taken = atomic.sub<i32>(LEFT, 1); taken > 0; taken = atomic.sub<i32>(LEFT, 1)) {
    doPart(load<u32>(JOB), taken - 1, load<u32>(PARTS));
    atomic.add<i32>(DONE, 1);
  }
}

/** What a helping thread does until it is told to leave. */
export function serve(): void {
  atomic.add<i32>(READY, 1);
  while (!atomic.load<i32>(LEAVE)) {
    const seen = atomic.load<i32>(JOBS);
    takeParts();
    let spins: u32 = 0;
    while (spins < SPINS && atomic.load<i32>(JOBS) == seen) spins++;
    if (spins < SPINS) continue;
    atomic.add<i32>(SLEEPING, 1);
    atomic.wait<i32>(JOBS, seen, -1);
    atomic.sub<i32>(SLEEPING, 1);
  }
}

/** Called by a helping thread that cannot go on, whatever it was at. */
export function lose(): void {
  atomic.store<u32>(LOST, 1);
}

/** Lets all threads go. */
export function dismiss(): void {
  atomic.store<i32>(LEAVE, 1);
  atomic.add<i32>(JOBS, 1);
  atomic.notify(JOBS, -1);
}
