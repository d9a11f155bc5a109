/** When nothing is there yet: lines to paste. */
import { t } from '../../texts/texts.ts';
import { Code } from '../../ui/copy.tsx';
import { Notice } from '../../ui/notice.tsx';

export function Begin({ dataset }: { readonly dataset: string }) {
  const texts = t().first;
  const { origin } = location;
  return (
    <Notice title={texts.beginTitle} isPart>
      <p>{texts.begin}</p>
      <h3>{texts.beginFile}</h3>
      <Code text={`npm run ingest -- ${dataset} rows.csv --to ${origin}`} />
      <h3>{texts.beginCurl}</h3>
      <Code text={curlLine(origin, dataset)} />
      <h3>{texts.beginMlflow}</h3>
      <Code text={`export MLFLOW_TRACKING_URI=${origin}/services/registry`} />
    </Notice>
  );
}

const curlLine = (origin: string, dataset: string): string =>
  [
    `curl ${origin}/ingest --data-binary @rows.csv -H 'content-type: text/csv'`,
    "-H 'ce-specversion: 1.0' -H 'ce-type: dev.marea.batch.received' -H 'ce-source: /me'",
    `-H "ce-id: $(uuidgen)" -H 'ce-subject: first' -H 'ce-dataset: ${dataset}'`,
  ].join(' \\\n  ');
