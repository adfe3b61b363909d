import { CalendarX2, LockKeyhole } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'react-router-dom';
import type { Invite } from '../../api/types';
import { Empty } from '../../design/parts';
import { useI18n } from '../../i18n';
import { Shell } from '../Shell';

/** Why one can't come in, and what to do instead. */
export function Closed({ invite, why }: { invite: Invite; why: 'over' | 'no-guests' }): ReactNode {
  const { t } = useI18n();
  const { pathname, search } = useLocation();
  return (
    <Shell title={invite.subject}>
      {why === 'over' ? (
        <Empty
        page
          title={t('invite.overTitle')}
          icon={<CalendarX2 size={40} aria-hidden />}
          testId="invite-over"
        >
          <p>{t('invite.overText', { subject: invite.subject })}</p>
          <Link className="button primary" to={`/meetings/${invite.meetingId}`}>
            {t('live.toRecording')}
          </Link>
        </Empty>
      ) : (
        <Empty
        page
          title={t('invite.noGuestsTitle')}
          icon={<LockKeyhole size={40} aria-hidden />}
          testId="invite-no-guests"
        >
          <p>{t('invite.noGuestsText', { name: invite.hostName })}</p>
          <Link
            className="button primary"
            to={`/signin?next=${encodeURIComponent(pathname + search)}`}
          >
            {t('account.signIn')}
          </Link>
        </Empty>
      )}
    </Shell>
  );
}
