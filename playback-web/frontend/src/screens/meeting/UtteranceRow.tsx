import { memo, type MouseEvent, type ReactNode, useMemo } from 'react';
import type { Utterance } from '../../api/types';
import { useI18n } from '../../i18n';
import { clock } from '../../lib/time';
import { gapBetween, writtenWords } from '../../lib/transcript';
import type { Playback } from './playback';

interface Props {
  utterance: Utterance;
  sameSpeaker: boolean;
  /** Index of the word being said; -1 before the first word; -2 when this is not the utterance. */
  activeWord: number;
  query: string;
  current: boolean;
  playback: Playback;
}

export const UtteranceRow = memo(function UtteranceRow(props: Props): ReactNode {
  const { utterance, sameSpeaker, activeWord, query, current, playback } = props;
  const { t } = useI18n();
  const words = useMemo(() => writtenWords(utterance), [utterance]);
  const wanted = useMemo(() => query.trim().toLocaleLowerCase(), [query]);
  const matches = useMemo(() => matchingWords(words, wanted), [words, wanted]);

  const clicked = (e: MouseEvent): void => {
    const at = (e.target as HTMLElement).dataset['start'];
    if (at === undefined) return;
    playback.jump(Number(at));
    // After the mouse the arrows are the player's; only who came by keyboard walks over words.
    if (e.detail > 0 && e.target instanceof HTMLElement) e.target.blur();
  };

  return (
    <li
      className={`utterance ${activeWord > -2 ? 'active' : ''} ${current ? 'current' : ''} ${sameSpeaker ? 'same' : ''}`}
      style={{ '--who': utterance.colour } as React.CSSProperties}
      data-testid="utterance"
      data-utterance={utterance.id}
      data-participant={utterance.participantId}
    >
      {!sameSpeaker && <span className="utterance-who">{utterance.speaker}</span>}
      <button
        type="button"
        className="utterance-time num"
        aria-label={t('transcript.playFrom', { time: clock(utterance.startMicros) })}
        onClick={() => playback.jump(utterance.startMicros)}
      >
        {clock(utterance.startMicros)}
      </button>
      {/* The words are buttons of their own; the paragraph only collects their clicks. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <p
        className="utterance-text"
        onClick={clicked}
        onKeyDown={(e) => {
          const at = (e.target as HTMLElement).dataset['start'];
          if (at !== undefined && (e.key === 'Enter' || e.key === ' ')) {
            e.preventDefault();
            e.stopPropagation();
            playback.jump(Number(at));
          }
        }}
      >
        {words.length === 0
          ? utterance.text
          : words.map((word, index) => (
              <span key={index}>
                {index > 0 && gapBetween(words[index - 1]?.text ?? '', word.text)}
                <span
                  role="button"
                  tabIndex={-1}
                  className={`word ${index === activeWord ? 'now' : ''} ${matches.has(index) ? 'match' : ''}`}
                  data-testid="transcript-word"
                  data-start={word.startMicros}
                  data-active={index === activeWord}
                >
                  {word.text}
                </span>
              </span>
            ))}
      </p>
    </li>
  );
});

/** The words that a query touches, also when it runs over several of them. */
function matchingWords(words: readonly { text: string }[], wanted: string): ReadonlySet<number> {
  const found = new Set<number>();
  if (wanted === '') return found;
  let text = '';
  const ends: number[] = [];
  words.forEach((word, index) => {
    if (index > 0) text += gapBetween(words[index - 1]?.text ?? '', word.text);
    text += word.text.toLocaleLowerCase();
    ends.push(text.length);
  });
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    ends.forEach((end, index) => {
      const start = ends[index - 1] ?? 0;
      if (start < at + wanted.length && end > at) found.add(index);
    });
  }
  return found;
}
