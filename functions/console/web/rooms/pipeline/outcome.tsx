/** What became of a batch, and why; where it comes from, and how its file was read. */
import type { BatchReport } from '../../../../../shared/api/batches.ts';
import type { BatchTrace } from '../../../../../shared/api/trace.ts';
import { useLive } from '../../data/live.ts';
import { pathOf } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { wordFor } from '../../ui/batch-state.ts';
import { Copy } from '../../ui/copy.tsx';
import { Fact, Facts } from '../../ui/fact.tsx';
import { ago, number, seconds } from '../../ui/format.ts';
import { Moment } from '../../ui/moment.tsx';
import { secondsOf } from './span.ts';

interface Of {
  readonly batch: BatchReport;
}

export const Outcome = ({ batch }: Of) => (
  <section class="panel">
    <h2>{t().batches.decision}</h2>
    <p>{reasonOf(batch)}</p>
    {batch.retractedAt && (
      <p>
        {t().batches.retracted(ago(batch.retractedAt), batch.retractedBy ?? '')}: {batch.retractedBecause}
      </p>
    )}
    <Facts>
      <Times batch={batch} />
      <From batch={batch} />
      <Model batch={batch} />
      <Trace batch={batch} />
    </Facts>
  </section>
);

const reasonOf = (batch: BatchReport): string =>
  batch.outcome === null
    ? t().batches.underWay(wordFor(batch))
    : (batch.reason ?? batch.model?.reason ?? t().batches.noReason);

const Times = ({ batch }: Of) => (
  <>
    <Fact name={t().batches.came}>
      <Moment at={batch.startedAt} />
    </Fact>
    <Fact name={t().batches.took}>{seconds(secondsOf(batch))}</Fact>
  </>
);

function From({ batch: { filename, origin, reading } }: Of) {
  const texts = t().batches;
  const origins: Readonly<Record<string, string>> = texts.origins;
  return (
    <>
      {filename && <Fact name={texts.file}>{filename}</Fact>}
      {reading.format && (
        <Fact name={texts.format}>
          {[reading.format, reading.encoding, reading.separator].filter(Boolean).join(', ')}
        </Fact>
      )}
      <Fact name={texts.origin}>{origins[origin] ?? origin}</Fact>
    </>
  );
}

function Model({ batch: { dataset, model, training } }: Of) {
  const texts = t().batches;
  return (
    <>
      {training && (
        <Fact name={texts.training}>
          {texts.trials(number(training.trials.done + training.trials.failed), number(training.trials.total))}
        </Fact>
      )}
      {model && model.version !== null && (
        <Fact name={texts.model}>
          <a href={pathOf('versions', dataset, model.version)}>{texts.version(number(model.version))}</a>
        </Fact>
      )}
    </>
  );
}

const TRACE_MS = 10_000;

function Trace({ batch: { dataset, id } }: Of) {
  const { value } = useLive<BatchTrace>(`/api${pathOf('batches', dataset, id, 'trace')}`, TRACE_MS);
  if (!value?.trace) return null;
  return (
    <Fact name={t().batches.trace}>
      <code title={t().batches.traceHint}>{value.trace}</code> <Copy text={value.trace} />
    </Fact>
  );
}
