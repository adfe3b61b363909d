import { type SyntheticEvent, type ReactNode, useState } from 'react';
import { Link, Navigate, useNavigate, useSearchParams } from 'react-router-dom';
import { ApiError } from '../../api/http';
import * as api from '../../api/parley';
import { Button, Field, Logo, Note } from '../../design/parts';
import { failureText, type Key, useI18n } from '../../i18n';
import { useSession } from '../../session';
import { LanguageMenu, ThemeMenu, useTitle } from '../Shell';
import './account.css';

/** Which field a problem belongs to, when it belongs to one. */
const FIELD_OF: Readonly<Record<string, 'email' | 'password' | 'displayName'>> = {
  'email-taken': 'email',
  'email-invalid': 'email',
  'password-too-short': 'password',
  'password-too-long': 'password',
  'password-too-simple': 'password',
};

export function AccountScreen({ mode }: { mode: 'signin' | 'register' }): ReactNode {
  const { t } = useI18n();
  const { me, set } = useSession();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const [email, setEmail] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const registering = mode === 'register';
  const title = registering ? t('account.register') : t('account.signIn');
  useTitle(title);

  const next = safeNext(params.get('next'));
  if (me.user !== null && !busy) return <Navigate to={next} replace />;

  const submit = async (e: SyntheticEvent): Promise<void> => {
    e.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      set(
        registering
          ? await api.register(email, displayName.trim(), password)
          : await api.signIn(email, password),
      );
      navigate(next, { replace: true });
    } catch (problem) {
      setFailure(problem);
      setBusy(false);
    }
  };

  const wrong = problemOf(failure);
  const text = (field: string): string | null =>
    wrong?.field === field ? failureText(t, failure) : fieldText(failure, field, t);
  const query = params.toString() === '' ? '' : `?${params.toString()}`;
  const prefix = registering ? 'register' : 'signin';

  return (
    <div className="account">
      <div className="account-tools">
        <LanguageMenu />
        <ThemeMenu />
      </div>
      <section className="account-pitch" aria-label="Parley">
        <div className="brand">
          <Logo size={34} />
          Parley
        </div>
        <p className="account-line">{t('account.pitch')}</p>
        <ul className="account-points">
          {(['account.point1', 'account.point2', 'account.point3'] as const).map((key) => (
            <li key={key}>{t(key)}</li>
          ))}
        </ul>
      </section>
      <main className="account-form">
        <form className="card padded stack" onSubmit={(e) => void submit(e)} noValidate={false}>
          <h1>{title}</h1>
          {failure !== null && wrong === null && (
            <Note kind="bad" role="alert" testId="account-error">
              {failureText(t, failure)}
            </Note>
          )}
          <Field label={t('account.email')} wrong={text('email')}>
            {(ids) => (
              <input
                {...ids}
                className="input"
                type="email"
                required
                autoComplete="email"
                data-testid={`${prefix}-email`}
                value={email}
                onChange={(e) => setEmail(e.target.value)}
              />
            )}
          </Field>
          {registering && (
            <Field
              label={t('account.name')}
              hint={t('account.nameHint')}
              wrong={text('displayName')}
            >
              {(ids) => (
                <input
                  {...ids}
                  className="input"
                  required
                  maxLength={80}
                  autoComplete="name"
                  data-testid="register-name"
                  value={displayName}
                  onChange={(e) => setDisplayName(e.target.value)}
                />
              )}
            </Field>
          )}
          <Field
            label={t('account.password')}
            wrong={text('password')}
            {...(registering ? { hint: t('account.passwordHint') } : {})}
          >
            {(ids) => (
              <input
                {...ids}
                className="input"
                type="password"
                required
                minLength={registering ? 10 : 1}
                autoComplete={registering ? 'new-password' : 'current-password'}
                data-testid={`${prefix}-password`}
                value={password}
                onChange={(e) => setPassword(e.target.value)}
              />
            )}
          </Field>
          <Button
            type="submit"
            variant="primary"
            size="large"
            disabled={busy}
            testId={`${prefix}-submit`}
          >
            {title}
          </Button>
          {(me.registrationOpen || registering) && (
            <p className="muted small account-other">
              {registering ? t('account.haveOne') : t('account.haveNone')}{' '}
              <Link
                to={(registering ? '/signin' : '/register') + query}
                data-testid="account-switch"
              >
                {registering ? t('account.signIn') : t('account.register')}
              </Link>
            </p>
          )}
        </form>
      </main>
    </div>
  );
}

function problemOf(failure: unknown): { field: string } | null {
  if (!(failure instanceof ApiError)) return null;
  const field = FIELD_OF[failure.code];
  if (field !== undefined) return { field };
  return Object.keys(failure.fields).length > 0 ? { field: '' } : null;
}

function fieldText(failure: unknown, field: string, t: (key: Key) => string): string | null {
  if (!(failure instanceof ApiError)) return null;
  const code = failure.fields[field];
  if (code === undefined) return null;
  return failureText((key) => t(key), new ApiError(failure.status, code));
}

/** Only pages of this site: never a way out to another one. */
function safeNext(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) ? next : '/';
}
