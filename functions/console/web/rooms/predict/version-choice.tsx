/** Which version answers: whatever is served, one of those that are, or one that is loaded when it is asked. */
import type { PredictForm } from '../../../../../shared/api/predicting.ts';
import type { Status } from '../../../../../shared/api/status.ts';
import { useLive } from '../../data/live.ts';
import { mayFor, useMe } from '../../data/me.ts';
import { asked, say, withQuery } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { Field } from '../../ui/field.tsx';

const EVERY_MS = 10_000;

export function VersionChoice({
  form: { dataset, versions },
}: {
  readonly form: Pick<PredictForm, 'dataset' | 'versions'>;
}) {
  const { value: me } = useMe();
  const path = mayFor(me, 'view', dataset) ? withQuery('/api/status', { dataset, limit: '1' }) : undefined;
  const { value } = useLive<Status>(path, EVERY_MS);
  const chosen = asked('version') ?? '';
  const served = (value?.traffic ?? []).flatMap(({ version, percent }) =>
    version === null ? [] : [{ version, percent }],
  );
  const isServed = (one: number): boolean => served.some(({ version }) => version === one);
  // What a link names is offered, whatever becomes of it.
  const named = chosen === '' || versions.includes(Number(chosen)) ? versions : [...versions, Number(chosen)];
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
          {named
            .filter((version) => !isServed(version))
            .map((version) => (
              <option key={version} value={String(version)}>
                {t().predict.onDemand(version)}
              </option>
            ))}
        </select>
      )}
    </Field>
  );
}
