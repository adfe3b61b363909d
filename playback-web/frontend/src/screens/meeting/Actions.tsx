import { Share2, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import * as api from '../../api/parley';
import type { Meeting, Visibility } from '../../api/types';
import { Button, Dialog, Failure, IconButton } from '../../design/parts';
import { useToast } from '../../design/toast';
import { failureText, useI18n } from '../../i18n';
import { clock, momentParam } from '../../lib/time';
import { Confirm } from '../Confirm';
import { copyText } from '../CopyLink';
import { VisibilitySelect } from '../VisibilitySelect';
import { Downloads } from './Downloads';
import type { Playback } from './playback';
import type { MeetingData } from './useMeetingData';

interface Props {
  meeting: Meeting;
  data: MeetingData;
  playback: Playback;
}

export function Actions({ meeting, data, playback }: Props): ReactNode {
  const { t } = useI18n();
  const toast = useToast();
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<'share' | 'delete' | null>(null);
  const remove = async (): Promise<void> => {
    setDialog(null);
    try {
      await api.deleteMeeting(meeting.id);
      toast(t('meeting.deleted'));
      navigate('/');
    } catch (failure) {
      toast(failureText(t, failure));
    }
  };
  return (
    <div className="row">
      <Downloads meeting={meeting} data={data} />
      <Button size="small" testId="share" onClick={() => setDialog('share')}>
        <Share2 size={16} aria-hidden />
        {t('meeting.share')}
      </Button>
      {meeting.host && (
        <IconButton
          size="small"
          label={t('meeting.delete')}
          testId="delete-meeting"
          onClick={() => setDialog('delete')}
        >
          <Trash2 size={18} aria-hidden />
        </IconButton>
      )}
      {dialog === 'share' && (
        <ShareDialog
          meeting={meeting}
          playback={playback}
          onChanged={data.meeting.set}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === 'delete' && (
        <Confirm
          title={t('meeting.deleteTitle')}
          text={t('meeting.deleteText', { subject: meeting.subject })}
          action={t('meeting.delete')}
          onConfirm={() => void remove()}
          onClose={() => setDialog(null)}
        />
      )}
    </div>
  );
}

interface ShareProps {
  meeting: Meeting;
  playback: Playback;
  onChanged: (meeting: Meeting) => void;
  onClose: () => void;
}

function ShareDialog({ meeting, playback, onChanged, onClose }: ShareProps): ReactNode {
  const { t } = useI18n();
  const toast = useToast();
  const [failure, setFailure] = useState<unknown>(null);
  const at = playback.time.get();
  const link = new URL(`/meetings/${meeting.id}`, location.origin).toString();
  const change = async (recordingVisibility: Visibility): Promise<void> => {
    setFailure(null);
    try {
      onChanged(await api.changeMeeting(meeting.id, { recordingVisibility }));
    } catch (problem) {
      setFailure(problem);
    }
  };
  const copy = async (text: string): Promise<void> => {
    toast((await copyText(text)) ? t('common.copied') : text);
  };
  return (
    <Dialog title={t('meeting.share')} onClose={onClose} testId="share-dialog">
      {failure !== null && <Failure error={failure} />}
      {meeting.host ? (
        <VisibilitySelect value={meeting.recordingVisibility} onChange={(v) => void change(v)} />
      ) : (
        <p className="muted">{t(`visibility.${meeting.recordingVisibility}.hint`)}</p>
      )}
      <div className="link-box">{link}</div>
      <div className="dialog-foot">
        <Button testId="copy-moment" onClick={() => void copy(`${link}?t=${momentParam(at)}`)}>
          {t('meeting.copyMoment', { time: clock(at) })}
        </Button>
        <Button variant="primary" testId="copy-recording-link" onClick={() => void copy(link)}>
          {t('common.copyLink')}
        </Button>
      </div>
    </Dialog>
  );
}
