/** Which version answers: whatever is served, or one of those that are. */
import type { Status } from '../../../../../shared/api/status.ts';
import { useLive } from '../../data/live.ts';
import { mayFor, useMe } from '../../data/me.ts';
import { asked, say, withQuery } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { Field } from '../../ui/field.tsx';

const EVERY_MS = 10_000;

export function VersionChoice({ dataset }: { readonly dataset: string }) {
  const { value: me } = useMe();
  const path = mayFor(me, 'view', dataset) ? withQuery('/api/status', { dataset, limit: '1' }) : undefined;
  const { value } = useLive<Status>(path, EVERY_MS);
  const chosen = asked('version') ?? '';
  const served = (value?.traffic ?? []).flatMap(({ version, percent }) =>
    version === null ? [] : [{ version, percent }],
  );
  const isServed = served.some(({ version }) => String(version) === chosen);
  return (
    <Field label={t().predict.which}>
      {(field) => (
        <select {...field} value={chosen} onChange={(event) => say({ version: event.currentTarget.value })}>
          <option value="">{t().predict.asServed}</option>
          {served.map(({ version, percent }) => (
            <option key={version} value={String(version)}>
              {t().predict.share(version, percent)}
            </option>
          ))}
          {chosen !== '' && !isServed && (
            <option value={chosen}>{t().predict.version(Number(chosen))}</option>
          )}
        </select>
      )}
    </Field>
  );
}
