import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { ClipboardButton, Modal, useStyles2 } from '@grafana/ui';

import { currentTexts } from '../texts';

interface Props {
  sql: string;
  /** What else there is to know of it. */
  help?: string;
  onClose: () => void;
}

/** The query behind what is seen, as the database gets it. */
export function SQLDialog({ sql, help, onClose }: Props) {
  const styles = useStyles2(getStyles);
  const texts = currentTexts().sql;
  return (
    <Modal title={texts.title} isOpen onDismiss={onClose}>
      <p>
        {texts.help} {help}
      </p>
      {/* It scrolls, so the keyboard must reach it. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={styles.sql} tabIndex={0} role="region" aria-label={texts.title}>
        {sql}
      </pre>
      <ClipboardButton size="sm" variant="secondary" icon="copy" getText={() => sql}>
        {texts.copy}
      </ClipboardButton>
    </Modal>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  sql: css({ maxHeight: '50vh', overflow: 'auto', fontSize: theme.typography.bodySmall.fontSize }),
});
