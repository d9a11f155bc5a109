/** The filter as MLflow's clients write it, with what is wrong in it, and how it is written for who does not know. */
import { asked, say } from '../../shell/place.ts';
import { t } from '../../texts/texts.ts';
import { Field } from '../../ui/field.tsx';
import { FILTERS } from './filter-examples.ts';

/** @param fault what the server could not read of it */
export function Grammar({ fault }: { readonly fault: string | undefined }) {
  const texts = t().runs;
  return (
    <div class="grammar">
      <Field label={texts.filter} hint={texts.filterHint} problem={fault && texts.filterFault(fault)}>
        {(field) => (
          <input
            {...field}
            type="search"
            spellcheck={false}
            autocomplete="off"
            value={asked('filter') ?? ''}
            onChange={(e) => say({ filter: e.currentTarget.value })}
          />
        )}
      </Field>
      <details open={fault !== undefined}>
        <summary>{texts.grammar}</summary>
        <p>{texts.grammarText}</p>
        <ul>
          {FILTERS.map((example) => (
            <li key={example}>
              <button type="button" class="quiet" onClick={() => say({ filter: example })}>
                <code>{example}</code>
              </button>
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}
