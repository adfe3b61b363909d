import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { Meeting } from '../../api/types';
import { Dialog } from '../../design/parts';
import { useI18n } from '../../i18n';
import { CopyLink, inviteLink } from '../CopyLink';

export function CreatedDialog({
  meeting,
  onClose,
}: {
  meeting: Meeting;
  onClose: () => void;
}): ReactNode {
  const { t } = useI18n();
  const link = inviteLink(meeting);
  return (
    <Dialog title={meeting.subject} onClose={onClose} testId="created-dialog">
      <p className="muted">{t('home.createdText')}</p>
      <div className="link-box" data-testid="invite-link">
        {link}
      </div>
      <div className="dialog-foot">
        <CopyLink link={link} />
        <Link
          className="button primary"
          to={`/m/${meeting.inviteCode}`}
          data-testid="created-join"
        >
          {t('home.join')}
        </Link>
      </div>
    </Dialog>
  );
}
