import { Download, Share2, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import * as api from '../../api/parley';
import type { ExportFile } from '../../api/parley';
import type { Meeting, Visibility } from '../../api/types';
import { Menu } from '../../design/menu';
import { Button, Dialog, Failure, IconButton } from '../../design/parts';
import { useToast } from '../../design/toast';
import { failureText, useI18n } from '../../i18n';
import { clock, momentParam } from '../../lib/time';
import { Confirm } from '../Confirm';
import { copyText } from '../CopyLink';
import { VisibilitySelect } from '../VisibilitySelect';
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

function Downloads({ meeting, data }: { meeting: Meeting; data: MeetingData }): ReactNode {
  const { t, language } = useI18n();
  const minutes = data.minutes.value !== null;
  const captions = (data.transcript.value?.utterances.length ?? 0) > 0;
  const files: { file: ExportFile; label: string; testId: string; there: boolean }[] = [
    { file: 'minutes.pdf', label: t('export.minutes', { format: 'PDF' }), testId: 'export-pdf', there: minutes },
    { file: 'minutes.docx', label: t('export.minutes', { format: 'DOCX' }), testId: 'export-docx', there: minutes },
    { file: 'minutes.md', label: t('export.minutes', { format: 'Markdown' }), testId: 'export-md', there: minutes },
    { file: 'captions.vtt', label: t('export.captions', { format: 'WebVTT' }), testId: 'export-vtt', there: captions },
    { file: 'captions.srt', label: t('export.captions', { format: 'SRT' }), testId: 'export-srt', there: captions },
    {
      file: 'recording.mp4',
      label: t('export.recording', { format: 'MP4' }),
      testId: 'export-mp4',
      there: data.recording.value?.mp4Url !== null && data.recording.value?.state === 'ready',
    },
  ];
  return (
    <Menu
      label={t('export.title')}
      trigger={(props) => (
        <Button size="small" testId="downloads" {...props}>
          <Download size={16} aria-hidden />
          {t('export.title')}
        </Button>
      )}
    >
      {(close) =>
        files.map(({ file, label, testId, there }) =>
          there ? (
            <a
              key={file}
              role="menuitem"
              className="menu-item"
              data-testid={testId}
              href={api.exportUrl(meeting.id, file, language)}
              download=""
              onClick={close}
            >
              {label}
            </a>
          ) : (
            <span key={file} role="menuitem" tabIndex={-1} aria-disabled className="menu-item absent">
              {label}
            </span>
          ),
        )
      }
    </Menu>
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
