import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, Icon, useStyles2 } from '@grafana/ui';

import { active, changed, type Filter } from './filter';
import { pageTexts } from './texts';
import { describe, type Names } from './words';

interface Props {
  filter: Filter;
  onChange: (filter: Filter) => void;
  onReset: () => void;
  names: Names;
}

/** The filters that count, in words; each can be taken away. */
export function Chips({ filter, onChange, onReset, names }: Props) {
  const styles = useStyles2(getStyles);
  const { filters } = pageTexts();
  const keys = active(filter);
  return (
    <div className={styles.bar}>
      {keys.length === 0 && <span>{filters.none}</span>}
      <ul className={styles.list} aria-label={filters.chosen}>
        {keys.map((key) => {
          const text = describe(filter, key, names);
          return (
            <li key={key}>
              <button
                type="button"
                className={styles.chip}
                aria-label={filters.remove(text)}
                title={filters.remove(text)}
                onClick={() => onChange(changed(filter, key, undefined))}
              >
                <span className={styles.text}>{text}</span>
                <Icon name="times" aria-hidden />
              </button>
            </li>
          );
        })}
      </ul>
      <Button size="sm" variant="secondary" fill="text" onClick={onReset}>
        {filters.reset}
      </Button>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1) }),
  list: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1), listStyle: 'none', margin: 0 }),
  chip: css({
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    minHeight: 26,
    maxWidth: '100%',
    padding: theme.spacing(0.25, 1),
    color: theme.colors.text.primary,
    background: theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.medium}`,
    borderRadius: theme.shape.radius.pill,
    '&:hover': { background: theme.colors.action.hover },
  }),
  text: css({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', maxWidth: '40ch' }),
});
