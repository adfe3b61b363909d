import { AlertCircle, CheckCircle2, Info, TriangleAlert, X } from 'lucide-react';
import { type ButtonHTMLAttributes, type ReactNode, useEffect, useId, useRef } from 'react';
import { failureText, useI18n } from '../i18n';
import { initials } from '../lib/text';

type Variant = 'primary' | 'outline' | 'quiet' | 'danger' | 'danger-quiet';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  variant?: Variant;
  size?: 'small' | 'large';
  testId?: string;
}

export function Button({
  variant = 'outline',
  size,
  testId,
  className = '',
  type = 'button',
  ...rest
}: ButtonProps): ReactNode {
  return (
    <button
      type={type}
      data-testid={testId}
      className={`button ${variant} ${size ?? ''} ${className}`}
      {...rest}
    />
  );
}

/** A button that shows only an icon: the label is read out and shown as a tooltip. */
export function IconButton({
  label,
  className = '',
  variant = 'quiet',
  ...rest
}: ButtonProps & { label: string }): ReactNode {
  return (
    <Button
      aria-label={label}
      title={label}
      variant={variant}
      className={`icon ${className}`}
      {...rest}
    />
  );
}

interface FieldProps {
  label: string;
  hint?: ReactNode;
  wrong?: string | null | undefined;
  children: (ids: {
    id: string;
    'aria-describedby': string | undefined;
    'aria-invalid': boolean;
  }) => ReactNode;
}

export function Field({ label, hint, wrong, children }: FieldProps): ReactNode {
  const id = useId();
  const note = `${id}-note`;
  const hasNote = (wrong !== null && wrong !== undefined) || hint !== undefined;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        'aria-describedby': hasNote ? note : undefined,
        'aria-invalid': wrong !== null && wrong !== undefined,
      })}
      {hasNote && (
        <div id={note} className={wrong ? 'wrong' : 'hint'}>
          {wrong ?? hint}
        </div>
      )}
    </div>
  );
}

interface ChoiceProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: ReactNode;
  testId?: string;
  required?: boolean;
}

export function Choice({ checked, onChange, children, testId, required }: ChoiceProps): ReactNode {
  const id = useId();
  return (
    <div className="choice">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        required={required}
        data-testid={testId}
        onChange={(e) => onChange(e.target.checked)}
      />
      <label htmlFor={id}>{children}</label>
    </div>
  );
}

const NOTE_ICONS = { info: Info, warn: TriangleAlert, bad: AlertCircle, good: CheckCircle2 };

export function Note({
  kind = 'info',
  children,
  role,
  testId,
}: {
  kind?: keyof typeof NOTE_ICONS;
  children: ReactNode;
  role?: 'alert' | 'status';
  testId?: string;
}): ReactNode {
  const Icon = NOTE_ICONS[kind];
  return (
    <div className={`note ${kind}`} role={role} data-testid={testId}>
      <Icon size={18} aria-hidden />
      <div className="grow">{children}</div>
    </div>
  );
}

export function Failure({ error, retry }: { error: unknown; retry?: () => void }): ReactNode {
  const { t } = useI18n();
  return (
    <Note kind="bad" role="alert" testId="failure">
      <div className="row between wrap">
        <span>{failureText(t, error)}</span>
        {retry && (
          <Button size="small" onClick={retry} testId="retry">
            {t('common.retry')}
          </Button>
        )}
      </div>
    </Note>
  );
}

export function Loading({ label }: { label?: string }): ReactNode {
  const { t } = useI18n();
  return (
    <div className="empty" role="status">
      <span className="spinner" aria-hidden />
      <span>{label ?? t('common.loading')}</span>
    </div>
  );
}

export function Empty({
  title,
  children,
  icon,
  testId,
  page = false,
}: {
  title: string;
  children?: ReactNode;
  icon?: ReactNode;
  testId?: string;
  /** It is all there is on the page. */
  page?: boolean;
}): ReactNode {
  return (
    <div className="empty" data-testid={testId}>
      {icon}
      {page ? <h1>{title}</h1> : <h2>{title}</h2>}
      {children}
    </div>
  );
}

/** White letters keep their contrast on any colour: the colour is darkened until they do. */
export function avatarColour(colour: string): string {
  return `color-mix(in oklab, ${/^#[0-9a-f]{6}$/i.test(colour) ? colour : '#45605a'} 62%, #0a1412)`;
}

export function Avatar({
  name,
  colour,
  size = 36,
}: {
  name: string;
  colour: string;
  size?: number;
}): ReactNode {
  return (
    <span
      className="avatar"
      aria-hidden
      data-initials={initials(name)}
      style={{
        background: avatarColour(colour),
        width: size,
        height: size,
        fontSize: Math.round(size * 0.38),
      }}
    />
  );
}

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
  testId?: string;
}

/** Modal; the browser keeps the focus inside and gives it back, Escape closes. */
export function Dialog({ title, onClose, children, testId }: DialogProps): ReactNode {
  const { t } = useI18n();
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (dialog !== null && !dialog.open) dialog.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={ref}
      className="dialog"
      aria-labelledby={titleId}
      data-testid={testId}
      onCancel={(e) => {
        e.preventDefault();
        onClose();
      }}
    >
      <div className="dialog-head">
        <h2 id={titleId}>{title}</h2>
        <IconButton label={t('common.close')} onClick={onClose}>
          <X size={20} aria-hidden />
        </IconButton>
      </div>
      <div className="dialog-body">{children}</div>
    </dialog>
  );
}

export function Logo({ size = 26 }: { size?: number }): ReactNode {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden fill="none">
      <rect width="32" height="32" rx="9" fill="currentColor" />
      <path
        d="M8 13v6M12.500 9v14M17 12v8M21.500 10v12M25 14.500v3"
        stroke="var(--on-accent)"
        strokeWidth="2.400"
        strokeLinecap="round"
      />
    </svg>
  );
}
