/** All of a data set is deleted, by who types its name. */
import { useState } from 'preact/hooks';
import type { Reset as Answer, WouldReset } from '../../../../../shared/api/changes.ts';
import { send } from '../../data/ask.ts';
import { useLive } from '../../data/live.ts';
import { mayFor, useMe } from '../../data/me.ts';
import { pathOf } from '../../shell/place.ts';
import { tell } from '../../shell/said.tsx';
import { t } from '../../texts/texts.ts';
import { ChangeDialog } from '../../ui/change-dialog.tsx';
import { Fact, Facts } from '../../ui/fact.tsx';
import { number } from '../../ui/format.ts';
import { Shown } from '../../ui/states.tsx';

const pathFor = (dataset: string): string => `/api${pathOf('datasets', dataset, 'reset')}`;

export function Reset({ dataset }: { readonly dataset: string }) {
  const { value: me } = useMe();
  const [isOpen, setOpen] = useState(false);
  const texts = t().pipeline;
  if (!mayFor(me, 'operate', dataset)) return null;
  return (
    <section class="panel reset">
      <h2>{texts.resetHead}</h2>
      <p>{texts.resetHint}</p>
      <button type="button" class="danger" onClick={() => setOpen(true)}>
        {texts.reset}
      </button>
      {isOpen && (
        <ChangeDialog
          title={texts.resetTitle(dataset)}
          action={texts.reset}
          typed={dataset}
          isDangerous
          onConfirm={async (reason) => {
            const body = { confirm: dataset, reason };
            await send<Answer>('POST', pathFor(dataset), body);
            tell(texts.resetDone(dataset));
          }}
          onClose={() => setOpen(false)}
        >
          <p>{texts.resetText(dataset)}</p>
          <Gone dataset={dataset} />
        </ChangeDialog>
      )}
    </section>
  );
}

const EVERY_MS = 5000;

/** What will be gone, in numbers. */
function Gone({ dataset }: { readonly dataset: string }) {
  const live = useLive<WouldReset>(pathFor(dataset), EVERY_MS);
  return (
    <Shown live={live} lines={3}>
      {(gone) => (
        <Facts>
          <Fact name={t().batches.title}>{number(gone.batches)}</Fact>
          <Fact name={t().datasets.clean}>{number(gone.clean)}</Fact>
          <Fact name={t().runs.title}>{upTo(gone.runs, gone.most)}</Fact>
          <Fact name={t().datasets.versions}>{number(gone.versions)}</Fact>
          <Fact name={t().predict.past}>{upTo(gone.predictions, gone.most)}</Fact>
          <Fact name={t().letters.title}>{upTo(gone.deadLetters, gone.most)}</Fact>
        </Facts>
      )}
    </Shown>
  );
}

const upTo = (count: number, most: number): string =>
  count < most ? number(count) : t().pipeline.atLeast(number(count));
