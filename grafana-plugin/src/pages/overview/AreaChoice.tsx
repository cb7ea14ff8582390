import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Combobox, useStyles2 } from '@grafana/ui';
import { useId } from 'react';

import { formatMonth } from '../../format';
import { currentLanguage, currentTexts } from '../../texts';
import { type Area } from './read';

interface Props {
  areas: Area[];
  seesAll: boolean;
  /** The chosen area; empty for the whole municipality. */
  area: string;
  month: number;
  onChange: (area: string) => void;
}

/** Which area the page is about, and how new its numbers are. */
export function AreaChoice({ areas, seesAll, area, month, onChange }: Props) {
  const styles = useStyles2(getStyles);
  const { overview } = currentTexts();
  const id = useId();
  const options = areas.map(({ text, value }) => ({ label: text, value }));
  if (seesAll) {
    options.unshift({ label: overview.wholeMunicipality, value: '' });
  }
  return (
    <div className={styles.bar}>
      <label htmlFor={id}>{overview.area}</label>
      <Combobox id={id} width={36} options={options} value={area} onChange={(option) => onChange(option.value)} />
      <span className={styles.latest}>{overview.latest(formatMonth(month, currentLanguage()))}</span>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1) }),
  latest: css({ marginLeft: 'auto', color: theme.colors.text.secondary }),
});
