import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, TextLink, useStyles2 } from '@grafana/ui';

import { addressOf } from '../../app/addresses';
import { type Saved } from './api';
import { type Filter, keyOf } from './filter';
import { pageTexts } from './texts';

interface Props {
  selection: Saved;
  filter: Filter;
  onClose: () => void;
}

/** Which saved selection is open, and what it is for. */
export function OpenedBar({ selection, filter, onClose }: Props) {
  const styles = useStyles2(getStyles);
  const { opened, saved, saving } = pageTexts();
  const isChanged = keyOf(selection.filter) !== keyOf(filter);
  return (
    <div className={styles.bar}>
      <p className={styles.line}>
        <strong>{opened.label(selection.name)}</strong>
        {isChanged && <em>{opened.changed}</em>}
        {selection.is_expired && <em>{saved.expired}</em>}
        <TextLink href={addressOf(`urval/sparade/${encodeURIComponent(selection.id)}`)} inline>
          {saved.about}
        </TextLink>
        <Button size="sm" variant="secondary" fill="text" onClick={onClose}>
          {opened.close}
        </Button>
      </p>
      {selection.goal && (
        <p className={styles.text}>
          {saving.goal}: {selection.goal}
        </p>
      )}
      {selection.steps && (
        <p className={styles.text}>
          {saving.steps}: {selection.steps}
        </p>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({ borderLeft: `3px solid ${theme.colors.primary.border}`, paddingLeft: theme.spacing(1.5) }),
  line: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1), margin: 0 }),
  text: css({ margin: 0, color: theme.colors.text.secondary }),
});
