import { SendHorizontal } from 'lucide-react';
import { type SyntheticEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { Button, IconButton } from '../../design/parts';
import { useI18n } from '../../i18n';
import { useStore } from '../../lib/store';
import { timeOfDay } from '../../lib/time';
import type { LiveFeed } from '../../room/liveFeed';
import { ChatText } from '../ChatText';

const MOST_CHARACTERS = 4_000;

export function ChatPanel({ feed, myId }: { feed: LiveFeed; myId: string }): ReactNode {
  const { t, locale } = useI18n();
  const { chat, own } = useStore(feed.state);
  const [text, setText] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLTextAreaElement>(null);

  useEffect(() => input.current?.focus(), []);
  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [chat.length, own.length]);

  const send = (e?: SyntheticEvent): void => {
    e?.preventDefault();
    const trimmed = text.trim();
    if (trimmed === '') return;
    feed.say(trimmed);
    setText('');
  };

  return (
    <div className="chat">
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls by keyboard */}
      <div className="chat-list" role="log" aria-label={t('chat.title')} tabIndex={0} ref={list}>
        {chat.length === 0 && own.length === 0 && (
          <p className="muted small chat-empty">{t('chat.empty')}</p>
        )}
        {chat.map((message, index) => {
          const before = chat[index - 1];
          const sameAuthor = before?.participantId === message.participantId;
          return (
            <div
              key={message.messageId}
              className={`chat-message ${sameAuthor ? 'same' : ''}`}
              data-testid="chat-message"
              data-participant={message.participantId}
            >
              {!sameAuthor && (
                <p className="chat-who">
                  <b>{message.participantId === myId ? t('chat.me') : message.displayName}</b>{' '}
                  <span className="muted num">{timeOfDay(message.atEpochMicros, locale)}</span>
                </p>
              )}
              <ChatText text={message.text} />
            </div>
          );
        })}
        {own.map((message) => (
          <div
            key={message.clientId}
            className={`chat-message own-${message.state}`}
            data-testid={`chat-${message.state}`}
          >
            <ChatText text={message.text} />
            {message.state === 'pending' ? (
              <p className="muted small">{t('chat.sending')}</p>
            ) : (
              <p className="row small">
                <span className="chat-failed">{t('chat.failed')}</span>
                <Button
                  size="small"
                  variant="quiet"
                  onClick={() => feed.say(message.text, message.clientId)}
                >
                  {t('common.retry')}
                </Button>
              </p>
            )}
          </div>
        ))}
      </div>
      <form className="chat-form" onSubmit={send}>
        <textarea
          ref={input}
          className="input"
          rows={1}
          aria-label={t('chat.write')}
          placeholder={t('chat.write')}
          maxLength={MOST_CHARACTERS}
          data-testid="chat-input"
          value={text}
          onChange={(e) => setText(e.target.value)}
          onKeyDown={(e) => {
            // While an input method composes, Enter chooses the word.
            if (e.key === 'Enter' && !e.shiftKey && !e.nativeEvent.isComposing) {
              e.preventDefault();
              send();
            }
          }}
        />
        <IconButton
          type="submit"
          variant="primary"
          label={t('chat.send')}
          testId="chat-send"
          disabled={text.trim() === ''}
        >
          <SendHorizontal size={20} aria-hidden />
        </IconButton>
      </form>
    </div>
  );
}
