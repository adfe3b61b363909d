import { Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router-dom';
import * as api from '../../api/parley';
import type { Meeting } from '../../api/types';
import { IconButton } from '../../design/parts';
import { useToast } from '../../design/toast';
import { failureText, useI18n } from '../../i18n';
import { dayAndTime } from '../../lib/time';
import { Confirm } from '../Confirm';
import { CopyLink, inviteLink } from '../CopyLink';

export function UpcomingItem({
  meeting,
  onGone,
}: {
  meeting: Meeting;
  onGone: () => void;
}): ReactNode {
  const { t, locale } = useI18n();
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const live = meeting.state === 'live';
  const cancel = async (): Promise<void> => {
    setAsking(false);
    try {
      await api.deleteMeeting(meeting.id);
      onGone();
    } catch (failure) {
      toast(failureText(t, failure));
    }
  };
  return (
    <li className="upcoming-item" data-testid={`upcoming-item-${meeting.id}`}>
      <div className="grow">
        <div className="row wrap">
          <h3>{meeting.subject}</h3>
          {live && <span className="badge live">{t('state.live')}</span>}
        </div>
        <p className="muted small">
          {meeting.startsAt === null
            ? t('home.anyTime')
            : dayAndTime(meeting.startsAt, locale)}
          {' · '}
          {meeting.host ? t('home.youHost') : t('home.hostedBy', { name: meeting.hostName })}
        </p>
      </div>
      <div className="row wrap">
        <CopyLink link={inviteLink(meeting)} size="small" />
        <Link
          className={`button small ${live ? 'primary' : 'outline'}`}
          to={`/m/${meeting.inviteCode}`}
          data-testid={`join-${meeting.id}`}
        >
          {t('home.join')}
        </Link>
        {meeting.host && !live && (
          <IconButton
            label={t('home.cancelMeeting', { subject: meeting.subject })}
            size="small"
            onClick={() => setAsking(true)}
          >
            <Trash2 size={18} aria-hidden />
          </IconButton>
        )}
      </div>
      {asking && (
        <Confirm
          title={t('home.cancelTitle')}
          text={t('home.cancelText', { subject: meeting.subject })}
          action={t('home.cancelAction')}
          onConfirm={() => void cancel()}
          onClose={() => setAsking(false)}
        />
      )}
    </li>
  );
}
