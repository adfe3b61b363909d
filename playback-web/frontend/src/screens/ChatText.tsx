import type { ReactNode } from 'react';
import { linkParts } from '../lib/text';

/** A message with its links as links. */
export function ChatText({ text }: { text: string }): ReactNode {
  return (
    <p className="chat-text">
      {linkParts(text).map((part, index) =>
        part.href === null ? (
          part.text
        ) : (
          <a key={index} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
          </a>
        ),
      )}
    </p>
  );
}
