import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

import { Section } from '../../components/Section';
import { type Saved } from './api';
import { pageTexts } from './texts';

/** Examples to begin with, each with its why. */
export function Starts({ examples, onUse }: { examples: Saved[]; onUse: (example: Saved) => void }) {
  const styles = useStyles2(getStyles);
  const texts = pageTexts().starts;
  if (examples.length === 0) {
    return null;
  }
  return (
    <Section title={texts.title} help={texts.help}>
      <ul className={styles.list}>
        {examples.map((example) => (
          <li key={example.id} className={styles.card}>
            <button
              type="button"
              className={styles.name}
              aria-label={texts.use(example.name)}
              onClick={() => onUse(example)}
            >
              {example.name}
            </button>
            <p className={styles.why} title={example.description}>
              {texts.why}: {example.why}
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(180px, 1fr))',
    gap: theme.spacing(2),
    listStyle: 'none',
    margin: 0,
  }),
  card: css({ borderLeft: `3px solid ${theme.colors.border.strong}`, paddingLeft: theme.spacing(1.5), minWidth: 0 }),
  name: css({
    minHeight: 24,
    padding: 0,
    border: 'none',
    background: 'none',
    textAlign: 'left',
    fontWeight: theme.typography.fontWeightMedium,
    color: theme.colors.text.link,
    '&:hover': { textDecoration: 'underline' },
  }),
  why: css({ margin: 0, color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
