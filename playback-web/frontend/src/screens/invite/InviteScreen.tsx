import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { useParams, useSearchParams } from 'react-router-dom';
import { ApiError } from '../../api/http';
import * as api from '../../api/parley';
import type { Admission, Invite } from '../../api/types';
import { Empty, Failure, Loading } from '../../design/parts';
import { useI18n } from '../../i18n';
import { useAsync } from '../../lib/useAsync';
import { LocalMedia } from '../../media/localMedia';
import type { CodecName } from '../../room/mediaPlane';
import { Room } from '../../room/room';
import { useSession } from '../../session';
import { LiveScreen } from '../live/LiveScreen';
import { Shell } from '../Shell';
import { Closed } from './Closed';
import { PreJoin } from './PreJoin';
import './invite.css';

const CODECS: readonly string[] = ['vp8', 'vp9', 'h264', 'av1'] satisfies CodecName[];

interface Stay {
  readonly room: Room;
  readonly admission: Admission;
}

/** `/m/{code}`: the door, then the room itself, so that a reload comes back to the door. */
export default function InviteScreen(): ReactNode {
  const { t } = useI18n();
  const { code = '' } = useParams();
  const { me } = useSession();
  const [params] = useSearchParams();
  const raw = params.get('raw') === '1';
  const local = useLocalMedia(raw);
  const load = useCallback((signal: AbortSignal) => api.invite(code, signal), [code]);
  const invite = useAsync<Invite>(load);
  const [stay, setStay] = useState<Stay | null>(null);

  if (stay !== null && local !== null) {
    return (
      <LiveScreen
        room={stay.room}
        admission={stay.admission}
        local={local}
        onAgain={() => {
          setStay(null);
          invite.reload();
        }}
      />
    );
  }
  if (invite.value === null || local === null) {
    return (
      <Shell title={t('invite.title')}>
        {invite.loading ? <Loading /> : <NoInvite error={invite.error} retry={invite.reload} />}
      </Shell>
    );
  }
  const { value } = invite;
  if (value.state === 'processing' || value.state === 'ready') {
    return <Closed invite={value} why="over" />;
  }
  if (!value.guestsAllowed && me.user === null) return <Closed invite={value} why="no-guests" />;

  const join = async (displayName: string, consent: boolean): Promise<void> => {
    const admission = await api.joinMeeting(code, {
      displayName,
      consentToRecording: consent,
    });
    const wanted = params.get('codec')?.toLowerCase() ?? '';
    const room = new Room(admission, {
      inviteCode: code,
      displayName,
      consent,
      codec: CODECS.includes(wanted) ? (wanted as CodecName) : null,
    });
    setStay({ room, admission });
  };
  return <PreJoin invite={value} local={local} onJoin={join} onOver={invite.reload} />;
}

function NoInvite({ error, retry }: { error: unknown; retry: () => void }): ReactNode {
  const { t } = useI18n();
  if (error instanceof ApiError && error.status === 404) {
    return (
      <Empty page title={t('invite.unknownTitle')} testId="invite-unknown">
        <p>{t('invite.unknownText')}</p>
      </Empty>
    );
  }
  return <Failure error={error} retry={retry} />;
}

/** The person's devices for as long as this screen stands; closed with it. */
function useLocalMedia(raw: boolean): LocalMedia | null {
  const [local, setLocal] = useState<LocalMedia | null>(null);
  useEffect(() => {
    const media = new LocalMedia(raw);
    setLocal(media);
    return () => media.close();
  }, [raw]);
  return local;
}
