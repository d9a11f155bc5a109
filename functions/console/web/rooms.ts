/** The pages: at which path each is, what it is called, who may see it, and what is loaded for it. */
import type { ComponentType } from 'preact';
import type { Needs } from '../../../shared/runtime/access/needs.ts';
import { partsOf } from './shell/place.ts';
import type { Texts } from './texts/texts.ts';

export interface PageProps {
  /** The named parts of the path. */
  readonly parts: Readonly<Record<string, string>>;
}

export interface Room {
  /** '/batches/:dataset/:id' */
  readonly pattern: string;
  readonly title: (texts: Texts, parts: Readonly<Record<string, string>>) => string;
  /** Where it stands in the navigation, and the letter that leads to it after `g`; a page without is led to by others. */
  readonly key?: string;
  /** Of what the caller has to be allowed, for the page to be of use. */
  readonly needs: Needs;
  readonly load: () => Promise<{ readonly Page: ComponentType<PageProps> }>;
}

/** In the order of the navigation. */
export const ROOMS: readonly Room[] = [
  {
    pattern: '/',
    title: ({ first }) => first.title,
    key: 'h',
    needs: 'view',
    load: () => import('./rooms/first/first.tsx'),
  },
  {
    pattern: '/predict',
    title: ({ predict }) => predict.title,
    key: 'p',
    needs: 'predict',
    load: () => import('./rooms/predict/choose.tsx'),
  },
  {
    pattern: '/predict/:dataset',
    title: ({ predict }, { dataset = '' }) => `${dataset}: ${predict.title}`,
    needs: 'predict',
    load: () => import('./rooms/predict/predict.tsx'),
  },
  {
    pattern: '/predict/:dataset/file',
    title: ({ predictFile }, { dataset = '' }) => `${dataset}: ${predictFile.title}`,
    needs: 'predict',
    load: () => import('./rooms/predict/file/file.tsx'),
  },
  {
    pattern: '/predict/:dataset/past',
    title: ({ predict }, { dataset = '' }) => `${dataset}: ${predict.past}`,
    needs: 'history',
    load: () => import('./rooms/predict/past.tsx'),
  },
  {
    pattern: '/predict/:dataset/past/:id',
    title: ({ predict }, { dataset = '' }) => `${dataset}: ${predict.onePast}`,
    needs: 'history',
    load: () => import('./rooms/predict/one-past.tsx'),
  },
  {
    pattern: '/pipeline',
    title: ({ pipeline }) => pipeline.title,
    key: 'i',
    needs: 'view',
    load: () => import('./rooms/pipeline/pipeline.tsx'),
  },
  {
    pattern: '/batches',
    title: ({ batches }) => batches.title,
    key: 'b',
    needs: 'view',
    load: () => import('./rooms/pipeline/batches.tsx'),
  },
  {
    pattern: '/batches/:dataset/:batch',
    title: ({ batches }, { dataset = '', batch = '' }) => batches.one(dataset, batch),
    needs: 'view',
    load: () => import('./rooms/pipeline/batch.tsx'),
  },
  {
    pattern: '/upload',
    title: ({ upload }) => upload.title,
    key: 'o',
    needs: 'ingest',
    load: () => import('./rooms/pipeline/upload.tsx'),
  },
  {
    pattern: '/letters',
    title: ({ letters }) => letters.title,
    key: 'l',
    needs: 'view',
    load: () => import('./rooms/pipeline/letters.tsx'),
  },
  {
    pattern: '/functions',
    title: ({ functions }) => functions.title,
    key: 'f',
    needs: 'view',
    load: () => import('./rooms/pipeline/functions.tsx'),
  },
  {
    pattern: '/datasets',
    title: ({ datasets }) => datasets.title,
    key: 'd',
    needs: 'view',
    load: () => import('./rooms/datasets/datasets.tsx'),
  },
  {
    pattern: '/datasets/:dataset',
    title: ({ datasets }, { dataset = '' }) => `${dataset}: ${datasets.title}`,
    needs: 'view',
    load: () => import('./rooms/datasets/dataset.tsx'),
  },
  {
    pattern: '/datasets/:dataset/data',
    title: ({ data }, { dataset = '' }) => data.title(dataset),
    needs: 'view',
    load: () => import('./rooms/data/data.tsx'),
  },
  {
    pattern: '/versions',
    title: ({ versions }) => versions.title,
    key: 'm',
    needs: 'view',
    load: () => import('./rooms/versions/models.tsx'),
  },
  {
    pattern: '/versions/:dataset',
    title: ({ versions }, { dataset = '' }) => versions.of(dataset),
    needs: 'view',
    load: () => import('./rooms/versions/versions.tsx'),
  },
  {
    pattern: '/versions/:dataset/versus',
    title: ({ versions }, { dataset = '' }) => versions.versus(dataset),
    needs: 'view',
    load: () => import('./rooms/versions/versus.tsx'),
  },
  {
    pattern: '/versions/:dataset/:version',
    title: ({ versions }, { dataset = '', version = '' }) => `${dataset}: ${versions.version(version)}`,
    needs: 'view',
    load: () => import('./rooms/versions/version.tsx'),
  },
  {
    pattern: '/runs',
    title: ({ runs }) => runs.title,
    key: 'r',
    needs: 'view',
    load: () => import('./rooms/runs/runs.tsx'),
  },
  {
    pattern: '/runs/:runs',
    title: ({ runs }, { runs: ids = '' }) => titleOfRuns(runs, ids),
    needs: 'view',
    load: () => import('./rooms/runs/run.tsx'),
  },
  {
    pattern: '/access',
    title: ({ access }) => access.title,
    key: 'a',
    needs: 'describe',
    load: () => import('./rooms/access/access.tsx'),
  },
  {
    pattern: '/audit',
    title: ({ audit }) => audit.title,
    key: 'u',
    needs: 'view',
    load: () => import('./rooms/audit/audit.tsx'),
  },
];

function titleOfRuns(texts: Texts['runs'], ids: string): string {
  const count = ids.split(',').length;
  return count === 1 ? texts.one(ids) : texts.several(count);
}

export interface Found {
  readonly room: Room;
  readonly parts: Readonly<Record<string, string>>;
}

/** The page at a path. */
export function roomAt(path: string): Found | undefined {
  for (const room of ROOMS) {
    const parts = partsOf(room.pattern, path);
    if (parts) return { room, parts };
  }
  return undefined;
}
