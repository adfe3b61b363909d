import type { ReactNode } from 'react';
import { Button, Dialog } from '../design/parts';
import { useI18n } from '../i18n';

interface Props {
  title: string;
  text: string;
  action: string;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something that can't be taken back. */
export function Confirm({ title, text, action, onConfirm, onClose }: Props): ReactNode {
  const { t } = useI18n();
  return (
    <Dialog title={title} onClose={onClose} testId="confirm-dialog">
      <p>{text}</p>
      <div className="dialog-foot">
        <Button onClick={onClose}>{t('common.keep')}</Button>
        <Button variant="danger" testId="confirm-action" onClick={onConfirm}>
          {action}
        </Button>
      </div>
    </Dialog>
  );
}
