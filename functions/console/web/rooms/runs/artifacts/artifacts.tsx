/** The files of a run: its folders, and a file to look at, both said in the address. */
import type { ArtifactEntry, ArtifactFolder } from '../../../../../../shared/api/artifacts.ts';
import { useLive } from '../../../data/live.ts';
import { asked, pathOf, say, withQuery } from '../../../shell/place.ts';
import { t } from '../../../texts/texts.ts';
import { bytes } from '../../../ui/format.ts';
import { Shown } from '../../../ui/states.tsx';
import { type Column, Table } from '../../../ui/table.tsx';
import { View } from './view.tsx';

const SELDOM_MS = 15_000;

export function Artifacts({ run }: { readonly run: string }) {
  const texts = t().artifacts;
  const folder = asked('folder') ?? '';
  const file = asked('file');
  const live = useLive<ArtifactFolder>(
    withQuery(pathOf('api', 'runs', run, 'artifacts'), folder ? { path: folder } : {}),
    SELDOM_MS,
  );
  return (
    <section class="panel" id="artifacts">
      <h2>{texts.title}</h2>
      {folder && <Way folder={folder} />}
      <Shown live={live} lines={3}>
        {({ entries, isCut }) => (
          <>
            {entries.length === 0 ? (
              <p class="pale">{folder ? texts.nothingIn : texts.nothing}</p>
            ) : (
              <Table
                name="files"
                label={texts.title}
                columns={columns(run, folder)}
                rows={entries}
                rowKey={({ name }) => name}
              />
            )}
            {isCut && <p class="pale">{texts.isCut(entries.length)}</p>}
          </>
        )}
      </Shown>
      {file && <View key={file} run={run} path={file} />}
    </section>
  );
}

const below = (folder: string, name: string): string => (folder ? `${folder}/${name}` : name);

/** The folders above, each to go back to. */
function Way({ folder }: { readonly folder: string }) {
  const parts = folder.split('/');
  return (
    <nav class="way-back" aria-label={t().artifacts.way}>
      <button type="button" class="quiet" onClick={() => say({ folder: undefined })}>
        {t().artifacts.top}
      </button>
      {parts.map((part, index) => {
        const path = parts.slice(0, index + 1).join('/');
        return (
          <button key={path} type="button" class="quiet" onClick={() => say({ folder: path })}>
            {part}
          </button>
        );
      })}
    </nav>
  );
}

function columns(run: string, folder: string): readonly Column<ArtifactEntry>[] {
  const texts = t().artifacts;
  return [
    {
      key: 'name',
      title: texts.name,
      value: ({ name }) => name,
      cell: ({ name, bytes: size }) => (
        <button
          type="button"
          class="quiet"
          onClick={() => say({ [size === null ? 'folder' : 'file']: below(folder, name) })}
        >
          {size === null ? `${name}/` : name}
        </button>
      ),
    },
    {
      key: 'size',
      title: texts.size,
      value: ({ bytes: size }) => size ?? undefined,
      cell: ({ bytes: size }) => (size === null ? '–' : bytes(size)),
      isNumeric: true,
    },
    {
      key: 'keep',
      title: texts.keep,
      isUnsorted: true,
      value: () => undefined,
      cell: ({ name, bytes: size }) =>
        size === null ? null : (
          <a href={downloadOf(run, below(folder, name))} download={name} aria-label={texts.keepOne(name)}>
            {texts.keep}
          </a>
        ),
    },
  ];
}

const downloadOf = (run: string, path: string): string =>
  withQuery(pathOf('api', 'runs', run, 'download'), { path });
