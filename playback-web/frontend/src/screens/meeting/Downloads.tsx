import { Download } from 'lucide-react';
import type { ReactNode } from 'react';
import * as api from '../../api/parley';
import type { ExportFile } from '../../api/parley';
import type { Meeting } from '../../api/types';
import { Menu } from '../../design/menu';
import { Button } from '../../design/parts';
import { useI18n } from '../../i18n';
import { personFiles } from '../../lib/personFiles';
import { clock } from '../../lib/time';
import type { MeetingData } from './useMeetingData';

/** Everything of a meeting that can be taken away, and last what there is of single people. */
export function Downloads({ meeting, data }: { meeting: Meeting; data: MeetingData }): ReactNode {
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
  const people = personFiles(data.recording.value?.tracks ?? [], data.people.value?.items ?? []);
  return (
    <Menu
      label={t('export.title')}
      trigger={(props) => (
        <Button
          size="small"
          testId="downloads"
          {...props}
          onClick={() => {
            // What takes long to make comes after the recording is complete.
            data.recording.reload();
            props.onClick();
          }}
        >
          <Download size={16} aria-hidden />
          {t('export.title')}
        </Button>
      )}
    >
      {(close) => (
        <>
          {files.map(({ file, label, testId, there }) =>
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
          )}
          {people.length > 0 && (
            <div role="group" aria-label={t('export.people')} className="menu-group">
              <span className="menu-heading" aria-hidden>
                {t('export.people')}
              </span>
              {people.map(({ trackId, url, name, screen, format, startMicros, ambiguous }) => {
                const label = t(screen ? 'export.screen' : 'export.camera', { name, format });
                return (
                  <a
                    key={trackId}
                    role="menuitem"
                    className="menu-item"
                    data-testid="export-person"
                    href={url}
                    download=""
                    onClick={close}
                  >
                    {ambiguous ? t('export.from', { label, time: clock(startMicros) }) : label}
                  </a>
                );
              })}
            </div>
          )}
        </>
      )}
    </Menu>
  );
}
