import { Check, Copy } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from '../design/parts';
import { useToast } from '../design/toast';
import { useI18n } from '../i18n';

export function inviteLink(meeting: { inviteUrl: string }): string {
  return new URL(meeting.inviteUrl, location.origin).toString();
}

/** Copies with a fallback for pages over plain http, where the clipboard is hidden. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const focused = document.activeElement;
    const area = document.createElement('textarea');
    area.value = text;
    area.style.position = 'fixed';
    (document.querySelector('dialog[open]') ?? document.body).append(area);
    area.select();
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way on insecure pages
    const copied = document.execCommand('copy');
    area.remove();
    if (focused instanceof HTMLElement) focused.focus();
    return copied;
  }
}

interface Props {
  link: string;
  size?: 'small' | 'large';
  variant?: 'primary' | 'outline' | 'quiet';
}

export function CopyLink({ link, size, variant = 'outline' }: Props): ReactNode {
  const { t } = useI18n();
  const toast = useToast();
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    if (await copyText(link)) {
      setCopied(true);
      toast(t('common.copied'));
      setTimeout(() => setCopied(false), 2_500);
    } else {
      toast(link);
    }
  };
  return (
    <Button
      variant={variant}
      {...(size === undefined ? {} : { size })}
      testId="copy-link"
      data-link={link}
      onClick={() => void copy()}
    >
      {copied ? <Check size={18} aria-hidden /> : <Copy size={18} aria-hidden />}
      {copied ? t('common.copied') : t('common.copyLink')}
    </Button>
  );
}
