/** A file of a run, as it can be looked at: a picture, a table, or its text. */
import type { ArtifactView } from '../../../../../../shared/api/artifacts.ts';
import { useLive } from '../../../data/live.ts';
import { pathOf, say, withQuery } from '../../../shell/place.ts';
import { t } from '../../../texts/texts.ts';
import { bytes } from '../../../ui/format.ts';
import { Shown } from '../../../ui/states.tsx';
import { Table } from '../../../ui/table.tsx';
import { type Sheet, sheetOf } from './sheet.ts';

const SELDOM_MS = 60_000;

export function View({ run, path }: { readonly run: string; readonly path: string }) {
  const live = useLive<ArtifactView>(withQuery(pathOf('api', 'runs', run, 'artifact'), { path }), SELDOM_MS);
  const texts = t().artifacts;
  return (
    <div class="file">
      <h3>
        <code>{path}</code>{' '}
        <button type="button" class="quiet" onClick={() => say({ file: undefined })}>
          {texts.close}
        </button>
      </h3>
      <Shown live={live} lines={6}>
        {(view) => <Content {...view} />}
      </Shown>
    </div>
  );
}

function Content({ path, bytes: size, shown }: ArtifactView) {
  const texts = t().artifacts;
  if (shown.as === 'image') return <img src={`data:${shown.type};base64,${shown.base64}`} alt={path} />;
  if (shown.as === 'nothing') return <p class="pale">{texts.notShown(bytes(size))}</p>;
  const sheet = shown.isWhole ? sheetOf(path, shown.text) : undefined;
  return (
    <>
      {!shown.isWhole && <p class="pale">{texts.beginning(bytes(size))}</p>}
      {sheet ? <SheetTable path={path} sheet={sheet} /> : <Text text={shown.text} />}
    </>
  );
}

const Text = ({ text }: { readonly text: string }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what is scrolled has to be reached with keys
  <pre class="text" tabIndex={0}>
    {text}
  </pre>
);

function SheetTable({
  path,
  sheet: { columns, rows, isCut },
}: {
  readonly path: string;
  readonly sheet: Sheet;
}) {
  const numbered = rows.map((cells, index) => ({ cells, index }));
  return (
    <>
      <Table
        name="cells"
        label={path}
        columns={columns.map((title, at) => ({
          key: `${at}`,
          title,
          value: ({ cells }: (typeof numbered)[number]) => cells[at],
        }))}
        rows={numbered}
        rowKey={({ index }) => `${index}`}
      />
      {isCut && <p class="pale">{t().artifacts.isCut(rows.length)}</p>}
    </>
  );
}
