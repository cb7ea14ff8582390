import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Icon, Toggletip, useStyles2 } from '@grafana/ui';
import { type ReactNode } from 'react';

import { currentTexts } from '../texts';

interface Props {
  /** The measure that is explained. */
  about: string;
  children: ReactNode;
}

/** A question mark that explains a measure when it is asked, by mouse or keyboard. */
export function Help({ about, children }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <Toggletip content={<>{children}</>} title={about} placement="bottom-start">
      <button type="button" className={styles.button} aria-label={currentTexts().help.label(about)}>
        <Icon name="question-circle" aria-hidden />
      </button>
    </Toggletip>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  button: css({
    border: 'none',
    background: 'none',
    color: theme.colors.text.secondary,
    minWidth: 24,
    minHeight: 24,
    padding: 0,
    borderRadius: theme.shape.radius.circle,
    '&:hover': { color: theme.colors.text.primary },
  }),
});
