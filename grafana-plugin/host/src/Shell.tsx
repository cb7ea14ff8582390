// What stands around the plugin: its menu, and at the top the choices of the demo.
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { type ReactNode } from 'react';
import { NavLink } from 'react-router-dom-v5-compat';

import { type PluginMeta } from './loadPlugin';
import { choose, language, session, theme } from './session';
import { texts } from './texts';

interface Choice {
  name: 'role' | 'language' | 'theme' | 'page';
  label: string;
  value: string;
  options: Array<{ value: string; label: string }>;
}

function choices(): Choice[] {
  return [
    {
      name: 'role',
      label: texts.role,
      value: session.role,
      options: session.roles.map((role) => ({ value: role.id, label: role.title[language] })),
    },
    {
      name: 'language',
      label: texts.language,
      value: language,
      options: [
        { value: 'sv', label: 'Svenska' },
        { value: 'en', label: 'English' },
      ],
    },
    {
      name: 'theme',
      label: texts.theme,
      value: theme,
      options: [
        { value: 'light', label: texts.light },
        { value: 'dark', label: texts.dark },
      ],
    },
    {
      name: 'page',
      label: texts.page,
      value: session.page,
      options: session.pages.map((page) => ({ value: page, label: page === 'react18' ? '12.3' : '13.2' })),
    },
  ];
}

export function Shell({ app, children }: { app: PluginMeta; children: ReactNode }) {
  const styles = useStyles2(getStyles);
  const pages = app.includes.filter((include) => include.type === 'page' && include.addToNav);
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {texts.toContent}
      </a>
      <header className={styles.top}>
        <img src={`${app.baseUrl}/img/logo.svg`} alt="" width={28} height={28} />
        <strong>{app.name}</strong>
        <span className={styles.demo}>{texts.demo}</span>
        <form className={styles.choices} aria-label={texts.choices}>
          {choices().map(({ name, label, value, options }) => (
            <label key={name} className={styles.choice}>
              {label}
              <select value={value} onChange={(event) => choose(name, event.target.value)} className={styles.select}>
                {options.map((option) => (
                  <option key={option.value} value={option.value}>
                    {option.label}
                  </option>
                ))}
              </select>
            </label>
          ))}
        </form>
      </header>
      <nav className={styles.nav} aria-label={texts.menu}>
        <ul>
          {pages.map((page) => (
            <li key={page.path}>
              <NavLink to={page.path}>{page.name}</NavLink>
            </li>
          ))}
          <li>
            <NavLink to="/datasource" end>
              {texts.ask}
            </NavLink>
          </li>
          <li>
            <NavLink to="/datasource/settings">{texts.settings}</NavLink>
          </li>
        </ul>
      </nav>
      <main id="content" tabIndex={-1} className={styles.main}>
        {children}
      </main>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  shell: css({
    display: 'grid',
    gridTemplate: `"top top" auto "nav main" 1fr / 200px 1fr`,
    minHeight: '100vh',
    background: theme.colors.background.canvas,
    '@media (max-width: 800px)': { gridTemplate: `"top" auto "nav" auto "main" 1fr / 100%` },
  }),
  skip: css({
    position: 'absolute',
    left: -9999,
    '&:focus': {
      left: theme.spacing(1),
      top: theme.spacing(1),
      zIndex: 1,
      background: theme.colors.background.primary,
    },
  }),
  top: css({
    gridArea: 'top',
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1, 1.5),
    padding: theme.spacing(1, 2),
    background: theme.colors.background.primary,
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  demo: css({ color: theme.colors.text.secondary }),
  choices: css({ marginLeft: 'auto', display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1, 2) }),
  choice: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(0.5), color: theme.colors.text.secondary }),
  select: css({
    background: theme.components.input.background,
    color: theme.components.input.text,
    border: `1px solid ${theme.components.input.borderColor}`,
    borderRadius: theme.shape.radius.default,
    padding: theme.spacing(0.5, 1),
    minHeight: 32,
    width: 'auto',
  }),
  nav: css({
    gridArea: 'nav',
    padding: theme.spacing(2, 1),
    background: theme.colors.background.primary,
    borderRight: `1px solid ${theme.colors.border.weak}`,
    ul: { listStyle: 'none', display: 'grid', gap: theme.spacing(0.5) },
    '@media (max-width: 800px)': { padding: theme.spacing(1), ul: { display: 'flex', flexWrap: 'wrap' } },
    a: {
      display: 'block',
      padding: theme.spacing(0.75, 1.5),
      borderRadius: theme.shape.radius.default,
      '&:hover': { background: theme.colors.action.hover },
      '&[aria-current="page"]': {
        background: theme.colors.action.selected,
        fontWeight: theme.typography.fontWeightMedium,
      },
    },
  }),
  main: css({ gridArea: 'main', minWidth: 0, outline: 'none' }),
});
