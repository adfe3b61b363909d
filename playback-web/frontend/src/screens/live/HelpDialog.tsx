import type { ReactNode } from 'react';
import { Dialog } from '../../design/parts';
import { useI18n } from '../../i18n';
import { SHORTCUTS } from './useShortcuts';

export function HelpDialog({ onClose }: { onClose: () => void }): ReactNode {
  const { t } = useI18n();
  return (
    <Dialog title={t('help.title')} onClose={onClose} testId="help-dialog">
      <dl className="keys">
        {SHORTCUTS.map(([key, action]) => (
          <div key={key}>
            <dt>
              <kbd>{key.toUpperCase()}</kbd>
            </dt>
            <dd>{t(`help.${action}` as 'help.microphone')}</dd>
          </div>
        ))}
      </dl>
      <p className="muted small">{t('help.note')}</p>
    </Dialog>
  );
}
