import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Badge, type BadgeColor, Button, type IconName, useStyles2 } from '@grafana/ui';

import { useNamedQuery } from '../../client/useQuery';
import { Interval, scaleOf } from '../../components/Interval';
import { Section } from '../../components/Section';
import { Answered, Empty } from '../../components/states';
import { formatChange, formatNumber } from '../../format';
import { currentLanguage } from '../../texts';
import { type Potential, readPotentials } from './read';
import { clientTexts } from './texts';

interface Props {
  id: string;
  /** Registers an intervention of a kind; undefined for those who may not. */
  onRegister?: (kind: string) => void;
}

/** How far one can lean on a potential. */
export type Standing = 'proven' | 'unproven' | 'unsupported';

/** Proven is a whole interval of fewer hours, with support. */
export function standingOf({ is_supported, change_high_h }: Potential): Standing {
  if (!is_supported) {
    return 'unsupported';
  }
  return change_high_h < 0 ? 'proven' : 'unproven';
}

const badges: Record<Standing, { color: BadgeColor; icon: IconName }> = {
  proven: { color: 'green', icon: 'check' },
  unproven: { color: 'blue', icon: 'question-circle' },
  unsupported: { color: 'orange', icon: 'exclamation-triangle' },
};

const order: Standing[] = ['proven', 'unproven', 'unsupported'];

/** What each kind of intervention is expected to change, with interval, support and warnings. */
export function PotentialSection({ id, onRegister }: Props) {
  const { potentials } = clientTexts();
  const query = { name: 'client_potentials', parameters: { client: id } };
  const answer = useNamedQuery(query.name, readPotentials, query.parameters);
  return (
    <Section title={potentials.title} help={potentials.help} query={query}>
      <Answered answer={answer}>
        {(rows) =>
          rows.length === 0 ? <Empty>{potentials.none}</Empty> : <Potentials rows={rows} onRegister={onRegister} />
        }
      </Answered>
    </Section>
  );
}

function Potentials({ rows, onRegister }: { rows: Potential[] } & Pick<Props, 'onRegister'>) {
  const styles = useStyles2(getStyles);
  const leant = rows.filter((row) => row.is_supported);
  const scale = scaleOf((leant.length > 0 ? leant : rows).flatMap((row) => [row.change_low_h, row.change_high_h]));
  const sorted = [...rows].sort(
    (a, b) => order.indexOf(standingOf(a)) - order.indexOf(standingOf(b)) || a.expected_change_h - b.expected_change_h,
  );
  return (
    <ul className={styles.list}>
      {sorted.map((row) => (
        <li key={row.kind}>
          <OnePotential row={row} scale={scale} onRegister={onRegister} />
        </li>
      ))}
    </ul>
  );
}

function OnePotential({
  row,
  scale,
  onRegister,
}: { row: Potential; scale: [number, number] } & Pick<Props, 'onRegister'>) {
  const styles = useStyles2(getStyles);
  const language = currentLanguage();
  const { potentials: texts } = clientTexts();
  const standing = standingOf(row);
  const title = language === 'sv' ? row.title_sv : row.title_en;
  const write = (hours: number) => formatChange(hours, language, 1);
  const warning = language === 'sv' ? row.warning_sv : row.warning_en;
  return (
    <>
      <div className={styles.head}>
        <h3 className={styles.title}>{title}</h3>
        <Badge text={texts[standing]} color={badges[standing].color} icon={badges[standing].icon} />
        {onRegister && (
          <Button
            size="sm"
            variant="secondary"
            fill="text"
            aria-label={texts.register(title)}
            onClick={() => onRegister(row.kind)}
          >
            {texts.registerShort}
          </Button>
        )}
      </div>
      {row.is_supported && (
        <div className={styles.number}>
          <span>
            <strong>{write(row.expected_change_h)}</strong> {texts.unit} ({write(row.change_low_h)} –{' '}
            {write(row.change_high_h)})
          </span>
          <Interval low={row.change_low_h} value={row.expected_change_h} high={row.change_high_h} scale={scale} />
        </div>
      )}
      <p className={styles.quiet}>
        {warning ||
          `${texts.alike(formatNumber(row.n_treated_alike, language))}, ${row.basis === 'individual' ? texts.individual : texts.average}`}
      </p>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    listStyle: 'none',
    margin: 0,
    display: 'grid',
    gap: theme.spacing(1),
    'li + li': { borderTop: `1px solid ${theme.colors.border.weak}`, paddingTop: theme.spacing(1) },
  }),
  head: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
    button: { marginLeft: 'auto' },
  }),
  title: css({ margin: 0, fontSize: theme.typography.body.fontSize, fontWeight: theme.typography.fontWeightMedium }),
  number: css({
    display: 'grid',
    gridTemplateColumns: 'minmax(190px, auto) minmax(80px, 1fr)',
    gap: theme.spacing(2),
    alignItems: 'center',
    fontVariantNumeric: 'tabular-nums',
  }),
  quiet: css({ margin: 0, color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
