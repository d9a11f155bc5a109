/** The last 24 hours: each batch from when it came to when it ended, on a time axis, a row for each data set. */
import type { BatchBar } from '../../../../../shared/api/overview.ts';
import { now } from '../../data/connection.ts';
import { pathOf } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { toneOf, wordFor } from '../../ui/batch-state.ts';
import { number, shortTime } from '../../ui/format.ts';
import { lanesOf, type Placed } from './lanes.ts';

const HOURS = 24;
const DAY_MS = HOURS * 3_600_000;
/** So many can be gone through with the keyboard; the others are in the list of batches. */
const MOST_KEYED = 60;

export function Day({ batches }: { readonly batches: readonly BatchBar[] }) {
  const until = now.value;
  const datasets = [...new Set(batches.map(({ dataset }) => dataset))].sort();
  const texts = t().first;
  return (
    <section class="part">
      <h2>{texts.day}</h2>
      {batches.length === 0 ? (
        <p class="calm">{texts.dayNothing}</p>
      ) : (
        <div class="panel day">
          {datasets.map((dataset) => (
            <Row
              key={dataset}
              dataset={dataset}
              batches={batches.filter((batch) => batch.dataset === dataset)}
              until={until}
              isKeyed={batches.length <= MOST_KEYED}
            />
          ))}
          <Hours until={until} />
        </div>
      )}
    </section>
  );
}

interface RowProps {
  readonly dataset: string;
  readonly batches: readonly BatchBar[];
  readonly until: number;
  readonly isKeyed: boolean;
}

function Row({ dataset, batches, until, isKeyed }: RowProps) {
  const { placed, lanes } = lanesOf(batches, { from: until - DAY_MS, until });
  return (
    <div class="day-row">
      <h3>{dataset}</h3>
      <div class="bars" style={{ height: `${lanes * 16 + 4}px` }}>
        <Marks until={until} />
        <ul aria-label={t().first.dayLabel(batches.length)}>
          {placed.map((one) => (
            <Bar key={one.of.id} one={one} isKeyed={isKeyed} />
          ))}
        </ul>
      </div>
    </div>
  );
}

function Bar({
  one: { of, left, width, lane },
  isKeyed,
}: {
  readonly one: Placed<BatchBar>;
  readonly isKeyed: boolean;
}) {
  const path = pathOf('batches', of.dataset, of.id);
  const text = `${of.id}: ${wordFor({ ...of, held: null, retractedAt: null })}, ${shortTime(of.startedAt)}, ${number(of.received)}`;
  const style = { left: `${left}%`, width: `${width}%`, top: `${lane * 16 + 2}px` };
  const tone = toneOf({ ...of, held: null, retractedAt: null });
  return (
    <li class={`bar ${tone}`} style={style} title={of.reason ? `${text}\n${of.reason}` : text}>
      <a href={path} tabIndex={isKeyed ? 0 : -1}>
        <span class="unseen">{text}</span>
      </a>
    </li>
  );
}

/** Each six hours, on the hour, in the reader's zone. */
function marksBefore(until: number): readonly { readonly at: number; readonly left: number }[] {
  const first = new Date(until - DAY_MS);
  first.setHours(Math.ceil((first.getHours() + first.getMinutes() / 60) / 6) * 6, 0, 0, 0);
  return [0, 1, 2, 3].map((step) => {
    const at = first.getTime() + step * 6 * 3_600_000;
    return { at, left: 100 * (1 - (until - at) / DAY_MS) };
  });
}

const Marks = ({ until }: { readonly until: number }) => (
  <>
    {marksBefore(until).map(({ at, left }) => (
      <i key={at} class="mark" style={{ left: `${left}%` }} />
    ))}
  </>
);

/** One too near to now would be beneath that. */
const Hours = ({ until }: { readonly until: number }) => (
  <div class="hours" aria-hidden="true">
    {marksBefore(until)
      .filter(({ left }) => left <= 92)
      .map(({ at, left }) => (
        <span key={at} style={{ left: `${left}%` }}>
          {shortTime(at)}
        </span>
      ))}
    <span class="now">{t().first.now}</span>
  </div>
);
