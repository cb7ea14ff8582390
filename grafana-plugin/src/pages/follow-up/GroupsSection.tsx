import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import { useState } from 'react';

import { useNamedQuery } from '../../client/useQuery';
import { type Column, DataTable } from '../../components/DataTable';
import { Interval, scaleOf } from '../../components/Interval';
import { Section } from '../../components/Section';
import { Answered, Empty } from '../../components/states';
import { formatChange, formatNumber, UNKNOWN } from '../../format/number';
import { currentLanguage } from '../../texts';
import { type Area } from '../overview/read';
import { PictureKey } from './Cells';
import { type About, type Group, type Horizon, readGroups } from './read';
import { followUpTexts } from './texts';

/** Believed, came, and similar clients without it, by kind; and by area for the kind that is pressed. */
export function GroupsSection({ about: { area, horizon }, areas }: { about: About; areas: Area[] }) {
  const { groups, advice } = followUpTexts();
  const [kind, setKind] = useState('');
  const query = { name: 'follow_up_advice', parameters: { areas: [area || '*'], horizon } };
  const answer = useNamedQuery(query.name, readGroups, query.parameters);
  return (
    <Section title={groups.title} help={groups.help} query={query}>
      <Answered answer={answer}>
        {(rows) => {
          const chosen = rows.find((row) => row.kind === kind);
          return rows.length === 0 ? (
            <Empty>{advice.nothing}</Empty>
          ) : (
            <>
              <DataTable
                caption={groups.title}
                rows={rows}
                rowId={(row) => row.kind}
                columns={columns(rows, groups.columns.kind, titleOf)}
                onOpen={(row) => setKind(row.kind === kind ? '' : row.kind)}
                canChooseColumns
              />
              <PictureKey />
              {chosen && <Areas row={chosen} horizon={horizon} areas={areas} onClose={() => setKind('')} />}
            </>
          );
        }}
      </Answered>
    </Section>
  );
}

interface AreasProps {
  row: Group;
  horizon: Horizon;
  areas: Area[];
  onClose: () => void;
}

/** One kind in words and in each area. */
function Areas({ row, horizon, areas, onClose }: AreasProps) {
  const styles = useStyles2(getStyles);
  const texts = followUpTexts();
  const { groups } = texts;
  const language = currentLanguage();
  const answer = useNamedQuery('follow_up_advice', readGroups, { kinds: [row.kind], horizon });
  const nameOf = ({ area_id }: Group) =>
    area_id === '*' ? texts.allAreas : (areas.find(({ value }) => value === area_id)?.text ?? area_id);
  const write = (hours: number | null) => formatChange(hours, language, 1);
  return (
    <section className={styles.areas} aria-live="polite">
      <div className={styles.head}>
        <h3 className={styles.title}>{groups.areasOf(titleOf(row))}</h3>
        <Button size="sm" variant="secondary" fill="text" icon="times" onClick={onClose}>
          {groups.close}
        </Button>
      </div>
      <p>{language === 'sv' ? row.sentence_sv : row.sentence_en}</p>
      {row.surprise_h !== null && (
        <p>{groups.surprise(write(row.surprise_h), write(row.surprise_low_h), write(row.surprise_high_h))}</p>
      )}
      <Answered answer={answer}>
        {(rows) => (
          <DataTable
            caption={groups.areasOf(titleOf(row))}
            rows={rows}
            rowId={(r) => r.area_id}
            columns={columns(rows, groups.columns.area, nameOf)}
          />
        )}
      </Answered>
    </section>
  );
}

function titleOf(row: Group): string {
  return currentLanguage() === 'sv' ? row.title_sv : row.title_en;
}

function columns(rows: Group[], firstTitle: string, first: (row: Group) => string): Array<Column<Group>> {
  const language = currentLanguage();
  const texts = followUpTexts();
  const { columns: titles } = texts.groups;
  const hours = (id: keyof Group & string, title: string): Column<Group> => ({
    id,
    title,
    isNumber: true,
    value: (row) => row[id] as number | null,
    text: (row) => formatChange(row[id] as number | null, language, 1),
  });
  const scale = scaleOf(
    rows.flatMap((row) => [row.effect_low_h, row.effect_high_h, row.believed_team_h].filter((h) => h !== null)),
  );
  return [
    { id: 'first', title: firstTitle, value: first, text: first },
    {
      id: 'n_followed',
      title: titles.followed,
      isNumber: true,
      value: (row) => row.n_followed,
      text: (row) =>
        texts.groups.ofAll(formatNumber(row.n_followed, language), formatNumber(row.n_interventions, language)),
    },
    hours('believed_team_h', titles.believed),
    hours('observed_change_h', titles.observed),
    hours('similar_change_h', titles.similar),
    { ...hours('effect_h', titles.effect), unit: texts.unit },
    {
      id: 'interval',
      title: titles.interval,
      isNumber: true,
      value: (row) => row.effect_low_h,
      text: (row) =>
        row.effect_low_h === null
          ? UNKNOWN
          : `${formatChange(row.effect_low_h, language, 1)} – ${formatChange(row.effect_high_h, language, 1)}`,
    },
    {
      id: 'picture',
      title: titles.picture,
      value: (row) => row.effect_h,
      text: () => '',
      render: (row) => <Picture row={row} scale={scale} />,
    },
    {
      id: 'advice',
      title: titles.advice,
      value: (row) => row.advice,
      text: (row) => texts.advice.groups[row.advice],
    },
  ];
}

function Picture({ row, scale }: { row: Group; scale: [number, number] }) {
  if (row.effect_h === null || row.effect_low_h === null || row.effect_high_h === null) {
    return <span>{UNKNOWN}</span>;
  }
  return (
    <Interval
      low={row.effect_low_h}
      value={row.effect_h}
      high={row.effect_high_h}
      other={row.believed_team_h}
      scale={scale}
    />
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  areas: css({ marginTop: theme.spacing(2), p: { maxWidth: '90ch' } }),
  head: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1) }),
  title: css({ margin: 0, fontSize: theme.typography.h5.fontSize }),
});
