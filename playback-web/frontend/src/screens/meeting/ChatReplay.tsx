import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { ChatMessage } from '../../api/types';
import { Empty } from '../../design/parts';
import { useI18n } from '../../i18n';
import { clock } from '../../lib/time';
import { ChatText } from '../ChatText';
import type { Playback } from './playback';

/** The chat on the clock of the picture: what is still to come is faint. */
export function ChatReplay({
  messages,
  playback,
}: {
  messages: readonly ChatMessage[];
  playback: Playback;
}): ReactNode {
  const { t } = useI18n();
  const list = useRef<HTMLOListElement>(null);
  const [said, setSaid] = useState(0);
  useEffect(() => {
    const follow = (): void => {
      const at = playback.time.get();
      setSaid(messages.filter((m) => m.atMicros <= at).length);
    };
    follow();
    return playback.time.subscribe(follow);
  }, [messages, playback]);
  useEffect(() => {
    const row = list.current?.children.item(said - 1);
    if (row instanceof HTMLElement && list.current !== null) {
      list.current.scrollTo({ top: row.offsetTop - list.current.offsetTop - list.current.clientHeight / 2 });
    }
  }, [said]);

  if (messages.length === 0) {
    return <Empty title={t('chat.noneTitle')} testId="chat-replay-empty" />;
  }
  return (
    <ol className="chat-replay" ref={list} data-testid="chat-replay">
      {messages.map((m, index) => (
        <li key={m.messageId} className={index < said ? '' : 'later'}>
          <button
            type="button"
            className="utterance-time num"
            aria-label={t('transcript.playFrom', { time: clock(m.atMicros) })}
            onClick={() => playback.jump(m.atMicros)}
          >
            {clock(m.atMicros)}
          </button>
          <div className="grow">
            <b>{m.displayName}</b>
            <ChatText text={m.text} />
          </div>
        </li>
      ))}
    </ol>
  );
}
