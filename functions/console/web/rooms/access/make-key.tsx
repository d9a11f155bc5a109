/** The form for a new key. */
import { useState } from 'preact/hooks';
import { ROLES, type Role } from '../../../../../shared/access/roles.ts';
import type { Datasets } from '../../../../../shared/api/datasets.ts';
import type { MadeKey } from '../../../../../shared/api/keys.ts';
import { send } from '../../data/ask.ts';
import { useLive } from '../../data/live.ts';
import { t } from '../../texts/texts.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Choices } from './choices.tsx';

export interface MakeKeyProps {
  readonly isFirst: boolean;
  readonly onMade: (made: MadeKey) => void;
  readonly onClose: () => void;
}

interface Wish {
  readonly name: string;
  readonly roles: readonly string[];
  readonly datasets: readonly string[];
  /** A day, or ''. */
  readonly ends: string;
}

const ALL = '*';

export function MakeKey({ isFirst, onMade, onClose }: MakeKeyProps) {
  const [wish, setWish] = useState<Wish>({
    name: '',
    roles: isFirst ? ['admin'] : [],
    datasets: [ALL],
    ends: '',
  });
  const [isTried, setTried] = useState(false);
  const [problem, setProblem] = useState<string>();
  const { value } = useLive<Datasets>('/api/datasets', 10_000);
  const texts = t().access;
  const change = (part: Partial<Wish>): void => setWish({ ...wish, ...part });
  const missing = missingIn(wish);
  const make = async (): Promise<void> => {
    setTried(true);
    if (Object.values(missing).some(Boolean)) return;
    try {
      onMade(await send<MadeKey>('POST', '/api/keys', bodyOf(wish)));
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  return (
    <Dialog title={texts.makeTitle} onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        {isFirst && <p class="banner">{texts.firstKey}</p>}
        <Field label={texts.makeName} hint={texts.makeNameHint} problem={isTried ? missing.name : undefined}>
          {(field) => (
            <input
              {...field}
              maxLength={100}
              value={wish.name}
              onInput={(e) => change({ name: e.currentTarget.value })}
            />
          )}
        </Field>
        <Choices
          legend={texts.makeRoles}
          options={Object.entries(ROLES).map(([name, about]) => ({ name, about }))}
          chosen={wish.roles}
          problem={isTried ? missing.roles : undefined}
          onChange={(roles) => change({ roles })}
        />
        <Choices
          legend={texts.makeDatasets}
          options={[
            { name: ALL, about: texts.allDatasets },
            ...(value?.datasets ?? []).map(({ name, title }) => ({ name, about: title })),
          ]}
          chosen={wish.datasets}
          alone={ALL}
          problem={isTried ? missing.datasets : undefined}
          onChange={(datasets) => change({ datasets })}
        />
        <Field label={texts.makeEnds} hint={texts.makeEndsHint}>
          {(field) => (
            <input
              {...field}
              type="date"
              value={wish.ends}
              onInput={(e) => change({ ends: e.currentTarget.value })}
            />
          )}
        </Field>
        {problem && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        <div class="actions">
          <button type="button" onClick={onClose}>
            {t().ui.cancel}
          </button>
          <button type="submit" class="main">
            {texts.make}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function missingIn({ name, roles, datasets }: Wish) {
  const texts = t().access;
  return {
    name: name.trim() === '' ? texts.makeNameMissing : undefined,
    roles: roles.length === 0 ? texts.makeRolesMissing : undefined,
    datasets: datasets.length === 0 ? texts.makeDatasetsMissing : undefined,
  };
}

/** A key ends with its last day, in the zone of who makes it. */
const bodyOf = ({ name, roles, datasets, ends }: Wish) => ({
  name: name.trim(),
  roles: roles as readonly Role[],
  datasets: datasets.includes(ALL) ? ALL : datasets,
  ...(ends ? { expires: new Date(`${ends}T23:59:59`).toISOString() } : {}),
});
