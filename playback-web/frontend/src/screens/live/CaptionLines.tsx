import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useStore } from '../../lib/store';
import type { LiveFeed } from '../../room/liveFeed';
import { useI18n } from '../../i18n';
import { useSeconds } from './Head';

const LINES = 3;
const SHOWN_MILLIS = 8_000;

/** The last words said, under the picture; partials change in place, finals are read out. */
export function CaptionLines({ feed }: { feed: LiveFeed }): ReactNode {
  const { t } = useI18n();
  const { captions } = useStore(feed.state);
  const now = useSeconds();
  const lines = captions.filter((c) => now - c.seenAt < SHOWN_MILLIS && c.text !== '').slice(-LINES);
  return (
    <section className="captions" aria-label={t('captions.title')} data-testid="captions">
      {lines.length > 0 && (
        // The finals are read out below; partials would be read again and again.
        <div className="caption-box" aria-hidden>
          {lines.map((c) => (
            <p
              key={c.utteranceId}
              className={`caption-line ${c.last ? '' : 'partial'}`}
              data-testid="caption-line"
              data-utterance={c.utteranceId}
              data-participant={c.participantId}
              data-last={c.last}
              data-start-micros={c.startMicros}
              data-end-micros={c.endMicros}
            >
              <b>{c.speaker}</b>
              <span className="caption-text">{c.text}</span>
            </p>
          ))}
        </div>
      )}
      <Finals feed={feed} />
    </section>
  );
}

function Finals({ feed }: { feed: LiveFeed }): ReactNode {
  const { captions } = useStore(feed.state);
  const [spoken, setSpoken] = useState<{ id: string; text: string }[]>([]);
  const said = useRef(new Set<string>());
  useEffect(() => {
    const fresh = captions.filter((c) => c.last && c.seenAt > 0 && !said.current.has(c.utteranceId));
    if (fresh.length === 0) return;
    for (const c of fresh) said.current.add(c.utteranceId);
    setSpoken((all) =>
      [...all, ...fresh.map((c) => ({ id: c.utteranceId, text: `${c.speaker}: ${c.text}` }))].slice(
        -4,
      ),
    );
  }, [captions]);
  return (
    <div className="visually-hidden" role="log" aria-live="polite">
      {spoken.map((line) => (
        <p key={line.id}>{line.text}</p>
      ))}
    </div>
  );
}
