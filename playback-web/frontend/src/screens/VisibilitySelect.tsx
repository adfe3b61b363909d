import type { ReactNode } from 'react';
import type { Visibility } from '../api/types';
import { Field } from '../design/parts';
import { useI18n } from '../i18n';

interface Props {
  value: Visibility;
  onChange: (value: Visibility) => void;
}

/** Who may see the recording, transcript and minutes. */
export function VisibilitySelect({ value, onChange }: Props): ReactNode {
  const { t } = useI18n();
  return (
    <Field label={t('visibility.label')} hint={t(`visibility.${value}.hint`)}>
      {(ids) => (
        <select
          {...ids}
          className="input"
          data-testid="visibility"
          value={value}
          onChange={(e) => onChange(e.target.value as Visibility)}
        >
          {(['participants', 'host', 'link'] as const).map((v) => (
            <option key={v} value={v}>
              {t(`visibility.${v}`)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
