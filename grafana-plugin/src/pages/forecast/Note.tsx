import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { type ReactNode } from 'react';

/** What is to be known of the numbers above. */
export function Note({ children }: { children: ReactNode }) {
  return <p className={useStyles2(getStyles)}>{children}</p>;
}

const getStyles = (theme: GrafanaTheme2) =>
  css({ margin: theme.spacing(1.5, 0, 0), color: theme.colors.text.secondary });
