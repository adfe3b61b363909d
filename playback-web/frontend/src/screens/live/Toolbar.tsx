import {
  Captions,
  CaptionsOff,
  Cast,
  ChevronUp,
  CircleDot,
  CircleHelp,
  Gauge,
  Link2,
  MessageSquare,
  Mic,
  MicOff,
  MonitorUp,
  MonitorX,
  MoreHorizontal,
  PhoneOff,
  Settings,
  Users,
  Video,
  VideoOff,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { Menu } from '../../design/menu';
import { Button } from '../../design/parts';
import { useI18n } from '../../i18n';
import { useStore } from '../../lib/store';
import { canShareScreen } from '../../media/capture';
import type { LocalMedia } from '../../media/localMedia';
import type { Room } from '../../room/room';
import { useRecordingSwitch } from './Head';
import type { Side } from './SidePanel';
import type { LiveActions } from './useShortcuts';

interface Props {
  actions: LiveActions;
  local: LocalMedia;
  room: Room;
  sharing: boolean;
  captions: boolean;
  side: Side | null;
  unread: number;
  host: boolean;
}

export function Toolbar(props: Props): ReactNode {
  const { actions, local, room, sharing, captions, side, unread, host } = props;
  const { t } = useI18n();
  const { microphone, camera } = useStore(local.state);
  const { people, recording } = useStore(room.state);
  const switchRecording = useRecordingSwitch(room);
  return (
    <footer>
      <div className="toolbar" role="toolbar" aria-label={t('live.toolbar')} data-testid="toolbar">
      <Tool
        testId="toolbar-mic"
        label={microphone.on ? t('live.micOff') : t('live.micOn')}
        short={t('device.microphone')}
        keys="m"
        pressed={microphone.on}
        alarm={!microphone.on}
        onClick={actions.microphone}
        icon={microphone.on ? <Mic aria-hidden /> : <MicOff aria-hidden />}
      />
      <Tool
        testId="toolbar-camera"
        label={camera.on ? t('live.cameraOff') : t('live.cameraOn')}
        short={t('device.camera')}
        keys="v"
        pressed={camera.on}
        alarm={!camera.on}
        onClick={actions.camera}
        icon={camera.on ? <Video aria-hidden /> : <VideoOff aria-hidden />}
      />
      {canShareScreen() && (
        <Tool
          testId="toolbar-screen"
          label={sharing ? t('live.stopScreen') : t('live.startScreen')}
          short={t('live.screen')}
          keys="s"
          pressed={sharing}
          active={sharing}
          onClick={actions.screen}
          icon={sharing ? <MonitorX aria-hidden /> : <MonitorUp aria-hidden />}
        />
      )}
      <Tool
        testId="toolbar-captions"
        label={captions ? t('captions.off') : t('captions.on')}
        short={t('captions.title')}
        keys="c"
        pressed={captions}
        active={captions}
        className="wide-only"
        onClick={actions.captions}
        icon={captions ? <Captions aria-hidden /> : <CaptionsOff aria-hidden />}
      />
      <Tool
        testId="toolbar-chat"
        label={unread > 0 ? t('chat.unread', { count: unread }) : t('chat.title')}
        short={t('chat.title')}
        keys="h"
        pressed={side === 'chat'}
        active={side === 'chat'}
        onClick={actions.chat}
        icon={<MessageSquare aria-hidden />}
        badge={unread}
      />
      <Tool
        testId="toolbar-people"
        label={t('live.peopleCount', { count: people.size + 1 })}
        short={t('live.people')}
        keys="p"
        pressed={side === 'people'}
        active={side === 'people'}
        className="wide-only"
        onClick={actions.people}
        icon={<Users aria-hidden />}
      />
      <Menu
        up
        label={t('live.moreActions')}
        trigger={(menu) => (
          <Tool
            {...menu}
            testId="toolbar-more"
            label={t('live.moreActions')}
            short={t('live.moreShort')}
            icon={<MoreHorizontal aria-hidden />}
          />
        )}
      >
        {(close) => {
          const item = (
            icon: ReactNode,
            text: string,
            act: () => void,
            testId: string,
            className = '',
          ): ReactNode => (
            <button
              type="button"
              role="menuitem"
              className={`menu-item ${className}`}
              data-testid={testId}
              onClick={() => {
                close();
                act();
              }}
            >
              {icon}
              {text}
            </button>
          );
          return (
            <>
              {item(
                <Captions size={18} aria-hidden />,
                captions ? t('captions.off') : t('captions.on'),
                actions.captions,
                'more-captions',
                'narrow-only',
              )}
              {item(
                <Users size={18} aria-hidden />,
                t('live.people'),
                actions.people,
                'more-people',
                'narrow-only',
              )}
              {host &&
                item(
                  <CircleDot size={18} aria-hidden />,
                  recording ? t('live.stopRecording') : t('live.startRecording'),
                  switchRecording,
                  'more-recording',
                  'narrow-only',
                )}
              {item(
                <Link2 size={18} aria-hidden />,
                t('common.copyLink'),
                actions.copyLink,
                'toolbar-copy-link',
              )}
              {host &&
                item(
                  <Cast size={18} aria-hidden />,
                  t('live.key'),
                  actions.streamingKey,
                  'toolbar-key',
                )}
              {host &&
                item(
                  <Gauge size={18} aria-hidden />,
                  t('live.limits'),
                  actions.limits,
                  'toolbar-limits',
                )}
              {item(
                <Settings size={18} aria-hidden />,
                t('settings.title'),
                actions.settings,
                'toolbar-settings',
              )}
              {item(
                <CircleHelp size={18} aria-hidden />,
                t('help.title'),
                actions.help,
                'toolbar-help',
              )}
            </>
          );
        }}
      </Menu>
      <LeaveTool actions={actions} host={host} />
    </div>
    </footer>
  );
}

function LeaveTool({ actions, host }: { actions: LiveActions; host: boolean }): ReactNode {
  const { t } = useI18n();
  if (!host) {
    return (
      <Button
        variant="danger"
        className="tool-leave"
        testId="toolbar-leave"
        aria-label={t('live.leave')}
        onClick={actions.leave}
      >
        <PhoneOff size={20} aria-hidden />
        <span className="wide-only">{t('live.leave')}</span>
      </Button>
    );
  }
  return (
    <Menu
      up
      label={t('live.leave')}
      trigger={(menu) => (
        <Button
          {...menu}
          variant="danger"
          className="tool-leave"
          testId="toolbar-leave"
          aria-label={t('live.leave')}
        >
          <PhoneOff size={20} aria-hidden />
          <span className="wide-only">{t('live.leave')}</span>
          <ChevronUp size={16} aria-hidden />
        </Button>
      )}
    >
      {(close) => (
        <>
          <button
            type="button"
            role="menuitem"
            className="menu-item"
            data-testid="leave-meeting"
            onClick={actions.leave}
          >
            {t('live.leaveOnly')}
          </button>
          <button
            type="button"
            role="menuitem"
            className="menu-item danger"
            data-testid="end-meeting"
            onClick={() => {
              close();
              actions.end();
            }}
          >
            {t('live.end')}
          </button>
        </>
      )}
    </Menu>
  );
}

interface ToolProps {
  label: string;
  short: string;
  icon: ReactNode;
  onClick: () => void;
  testId: string;
  keys?: string;
  pressed?: boolean;
  active?: boolean;
  alarm?: boolean;
  badge?: number;
  className?: string;
  'aria-expanded'?: boolean;
  'aria-haspopup'?: 'menu';
}

function Tool({
  label,
  short,
  icon,
  keys,
  pressed,
  active = false,
  alarm = false,
  badge = 0,
  testId,
  className = '',
  ...rest
}: ToolProps): ReactNode {
  return (
    <button
      type="button"
      className={`tool ${active ? 'active' : ''} ${alarm ? 'alarm' : ''} ${className}`}
      aria-label={label}
      aria-pressed={pressed}
      aria-keyshortcuts={keys}
      title={keys === undefined ? label : `${label} (${keys.toUpperCase()})`}
      data-testid={testId}
      {...rest}
    >
      {icon}
      <span className="tool-text" aria-hidden>
        {short}
      </span>
      {badge > 0 && (
        <span
          className="tool-badge num"
          data-testid="chat-unread"
          data-count={badge > 99 ? '99+' : badge}
        />
      )}
    </button>
  );
}
