import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { type PluginPageProps } from '@grafana/runtime';
import { useStyles2 } from '@grafana/ui';
import { useEffect } from 'react';

/** A plugin's page with its title, as Grafana shows it. */
export function PluginPage({ pageNav, actions, info, subTitle, children }: PluginPageProps) {
  const styles = useStyles2(getStyles);
  const title = pageNav?.text ?? '';
  useEffect(() => {
    document.title = title ? `${title} – Framsyn` : 'Framsyn';
  }, [title]);
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <div>
          <h1 className={styles.title}>{title}</h1>
          {subTitle && <div className={styles.subTitle}>{subTitle}</div>}
        </div>
        {info?.map(({ label, value }) => (
          <span key={label}>
            {label}: {value}
          </span>
        ))}
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ padding: theme.spacing(2, 3, 4), maxWidth: 1600, margin: '0 auto' }),
  header: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(2), marginBottom: theme.spacing(2) }),
  title: css({ margin: 0, fontSize: theme.typography.h2.fontSize }),
  subTitle: css({ color: theme.colors.text.secondary }),
  actions: css({ marginLeft: 'auto' }),
});
