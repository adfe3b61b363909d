import { DoorOpen } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { Meeting } from '../../api/types';
import { Button, Empty } from '../../design/parts';
import { type Key, useI18n } from '../../i18n';
import { en } from '../../i18n/en';
import { useSession } from '../../session';
import { Shell } from '../Shell';

interface Props {
  phase: 'left' | 'ended' | 'removed' | 'failed';
  reason: string | null;
  meeting: Meeting;
  onAgain: () => void;
}

export function Gone({ phase, reason, meeting, onAgain }: Props): ReactNode {
  const { t } = useI18n();
  const { me } = useSession();
  const known = `error.${reason ?? ''}`;
  const text =
    phase === 'failed' && known in en ? t(known as Key) : t(`gone.${phase}.text`);
  return (
    <Shell title={meeting.subject}>
      <Empty
        page
        title={t(`gone.${phase}.title`)}
        icon={<DoorOpen size={40} aria-hidden />}
        testId={`gone-${phase}`}
      >
        <p>{text}</p>
        <div className="row wrap gone-actions">
          {(phase === 'left' || phase === 'failed') && (
            <Button variant="primary" onClick={onAgain} testId="rejoin">
              {t('gone.again')}
            </Button>
          )}
          {meeting.recording && (phase === 'ended' || phase === 'left') && (
            <Link
              className={`button ${phase === 'ended' ? 'primary' : 'outline'}`}
              to={`/meetings/${meeting.id}`}
              data-testid="to-recording"
            >
              {t('live.toRecording')}
            </Link>
          )}
          {me.user !== null && (
            <Link className="button outline" to="/" data-testid="gone-home">
              {t('common.home')}
            </Link>
          )}
        </div>
      </Empty>
    </Shell>
  );
}
