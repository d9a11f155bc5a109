/** From the batch over the snapshot, the run and the version to what serves it and what it has answered. */
import type { ComponentChildren } from 'preact';
import type { VersionReport } from '../../../../../shared/api/versions.ts';
import { pathOf } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { bytes, number } from '../../ui/format.ts';
import { Moment } from '../../ui/moment.tsx';
import { PartsBar } from '../../ui/parts-bar.tsx';

export function Lineage(report: VersionReport) {
  const { dataset, version, batch, learned, snapshotBytes, runId } = report;
  const texts = t().versions;
  return (
    <section class="part">
      <h2>{texts.lineage}</h2>
      <ol class="lineage">
        <Step name={texts.batch}>
          {batch === null ? texts.noBatch : <a href={pathOf('batches', dataset, batch)}>{batch}</a>}
        </Step>
        <Step name={texts.snapshot}>
          {snapshotBytes === null ? texts.snapshotGone : bytes(snapshotBytes)}
          {learned.length > 0 && <span class="reason">{texts.batches(learned.length)}</span>}
        </Step>
        <Step name={texts.run}>{runId === null ? '–' : <a href={pathOf('runs', runId)}>{runId}</a>}</Step>
        <Step name={texts.number}>
          <strong>{version}</strong>
        </Step>
        <Step name={texts.revision}>
          <Revisions {...report} />
        </Step>
        <Step name={texts.predictions}>
          <Answers {...report} />
        </Step>
      </ol>
      {learned.length > 0 && <Learned learned={learned} />}
    </section>
  );
}

const Step = ({ name, children }: { readonly name: string; readonly children: ComponentChildren }) => (
  <li class="panel">
    <h3>{name}</h3>
    <div>{children}</div>
  </li>
);

function Revisions({ revisions }: VersionReport) {
  if (revisions === null) return t().versions.revisionUnknown;
  if (revisions.length === 0) return t().versions.revisionNone;
  return (
    <>
      {revisions.map(({ name, percent }) => (
        <div key={name}>
          <code>{name}</code> {percent} %
        </div>
      ))}
    </>
  );
}

function Answers({ answers: { answers, of, last } }: VersionReport) {
  return (
    <>
      {t().versions.predictionsOf(number(answers), number(of))}
      {last && (
        <span class="reason">
          <Moment at={last} />
        </span>
      )}
    </>
  );
}

const TONES = ['accent', 'second', 'good', 'warn'] as const;
const MOST = 12;

const Learned = ({ learned }: Pick<VersionReport, 'learned'>) => (
  <div class="panel">
    <h3>{t().versions.learned}</h3>
    <PartsBar
      label={t().versions.learned}
      parts={learned.slice(0, MOST).map(({ batch, rows }, index) => ({
        name: batch,
        value: rows,
        tone: TONES[index % TONES.length] ?? 'accent',
      }))}
    />
  </div>
);
