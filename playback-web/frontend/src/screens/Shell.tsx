import { Activity, Languages, LogOut, Search, SunMoon } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { Link, NavLink, useNavigate } from 'react-router-dom';
import * as api from '../api/parley';
import { Menu } from '../design/menu';
import { Avatar, Button, IconButton, Logo } from '../design/parts';
import { type Theme, useTheme } from '../design/theme';
import { type Language, useI18n } from '../i18n';
import { useSession } from '../session';

/** Sets the document title while shown. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === '' ? 'Parley' : `${title} · Parley`;
  }, [title]);
}

export function LanguageMenu({ up = false }: { up?: boolean }): ReactNode {
  const { t, language, choose } = useI18n();
  const names: Record<Language, string> = { en: 'English', zh: '简体中文' };
  return (
    <Menu
      label={t('common.language')}
      up={up}
      trigger={(props) => (
        <IconButton label={t('common.language')} testId="language-menu" {...props}>
          <Languages size={20} aria-hidden />
        </IconButton>
      )}
    >
      {(close) =>
        (['en', 'zh'] as const).map((l) => (
          <button
            key={l}
            type="button"
            role="menuitemradio"
            aria-checked={l === language}
            lang={l === 'zh' ? 'zh-CN' : 'en'}
            className="menu-item"
            data-testid={`language-${l}`}
            onClick={() => {
              choose(l);
              close();
            }}
          >
            {names[l]}
            {l === language && <span aria-hidden>✓</span>}
          </button>
        ))
      }
    </Menu>
  );
}

export function ThemeMenu(): ReactNode {
  const { t } = useI18n();
  const { theme, choose } = useTheme();
  const names: Record<Theme, string> = {
    system: t('theme.system'),
    light: t('theme.light'),
    dark: t('theme.dark'),
  };
  return (
    <Menu
      label={t('theme.label')}
      trigger={(props) => (
        <IconButton label={t('theme.label')} testId="theme-menu" {...props}>
          <SunMoon size={20} aria-hidden />
        </IconButton>
      )}
    >
      {(close) =>
        (['system', 'light', 'dark'] as const).map((name) => (
          <button
            key={name}
            type="button"
            role="menuitemradio"
            aria-checked={name === theme}
            className="menu-item"
            data-testid={`theme-${name}`}
            onClick={() => {
              choose(name);
              close();
            }}
          >
            {names[name]}
            {name === theme && <span aria-hidden>✓</span>}
          </button>
        ))
      }
    </Menu>
  );
}

function AccountMenu(): ReactNode {
  const { t } = useI18n();
  const { me, set } = useSession();
  const navigate = useNavigate();
  const { user } = me;
  if (user === null) {
    return (
      <Link className="button outline small" to="/signin" data-testid="nav-signin">
        {t('account.signIn')}
      </Link>
    );
  }
  const leave = async (): Promise<void> => {
    set(await api.signOut());
    navigate('/signin');
  };
  return (
    <Menu
      label={t('account.menu')}
      trigger={(props) => (
        <Button
          variant="quiet"
          className="icon"
          aria-label={t('account.menuOf', { name: user.displayName })}
          testId="account-menu"
          {...props}
        >
          <Avatar name={user.displayName} colour="#0b6e63" size={32} />
        </Button>
      )}
    >
      {() => (
        <>
          <div className="menu-who" role="presentation">
            <div>{user.displayName}</div>
            <div className="muted small">{user.email}</div>
          </div>
          {user.admin && (
            <Link className="menu-item" role="menuitem" to="/admin" data-testid="nav-admin">
              <Activity size={18} aria-hidden />
              {t('admin.title')}
            </Link>
          )}
          <button
            type="button"
            role="menuitem"
            className="menu-item"
            data-testid="sign-out"
            onClick={() => void leave()}
          >
            <LogOut size={18} aria-hidden />
            {t('account.signOut')}
          </button>
        </>
      )}
    </Menu>
  );
}

interface ShellProps {
  title: string;
  children: ReactNode;
  wide?: boolean;
}

/** What every page outside the live room stands in. */
export function Shell({ title, children, wide = false }: ShellProps): ReactNode {
  const { t } = useI18n();
  const { me } = useSession();
  useTitle(title);
  return (
    <>
      <a className="skip-link" href="#main">
        {t('common.skip')}
      </a>
      <header className="shell-head">
        <Link to="/" className="brand" aria-label={`Parley – ${t('common.home')}`}>
          <Logo />
          Parley
        </Link>
        {me.user !== null && (
          <nav aria-label={t('common.mainNav')}>
            <NavLink to="/search" className="nav-link" aria-label={t('search.title')} data-testid="nav-search">
              <Search size={19} aria-hidden />
              <span>{t('search.title')}</span>
            </NavLink>
          </nav>
        )}
        <LanguageMenu />
        <ThemeMenu />
        <AccountMenu />
      </header>
      <main id="main" tabIndex={-1} className={`shell-main ${wide ? 'wide' : ''}`}>
        {children}
      </main>
    </>
  );
}
