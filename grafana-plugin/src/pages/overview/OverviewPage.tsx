import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { useState } from 'react';
import { useLocation } from 'react-router';

import { useNamedQuery } from '../../client/useQuery';
import { useWhoami } from '../../client/useWhoami';
import { Answered, Empty } from '../../components/states';
import { currentTexts } from '../../texts';
import { AreaChoice } from './AreaChoice';
import { AreasSection } from './AreasSection';
import { AttentionSection } from './AttentionSection';
import { DriversSection } from './DriversSection';
import { ForecastSection } from './ForecastSection';
import { NowSection } from './NowSection';
import { type Area, readAreas, readTotals, type Resource } from './read';

/** The first page: where things stand, a year ahead, and where to look. */
export default function OverviewPage() {
  const whoami = useWhoami();
  const areas = useNamedQuery('areas', readAreas);
  return (
    <Answered answer={whoami}>
      {({ allAreas }) => (
        <Answered answer={areas}>{(choices) => <Overview areas={choices} seesAll={allAreas} />}</Answered>
      )}
    </Answered>
  );
}

interface Props {
  areas: Area[];
  /** Whether the reader may see the municipality as a whole. */
  seesAll: boolean;
}

function Overview({ areas, seesAll }: Props) {
  const styles = useStyles2(getStyles);
  const { overview } = currentTexts();
  const asked = new URLSearchParams(useLocation().search).get('area'); // dashboards lead here
  const [area, setArea] = useState(
    areas.find(({ value }) => value === asked)?.value ?? (seesAll ? '' : (areas[0]?.value ?? '')),
  );
  const [resource, setResource] = useState<Resource>('home_care_h');
  const totals = useNamedQuery('overview_totals', readTotals, { areas: area ? [area] : [] });

  return (
    <Answered answer={totals}>
      {(latest) =>
        latest ? (
          <div className={styles.page}>
            <AreaChoice areas={areas} seesAll={seesAll} area={area} month={latest.month} onChange={setArea} />
            <NowSection totals={latest} area={area} />
            <div className={styles.columns}>
              <ForecastSection area={area} resource={resource} onResource={setResource} />
              <DriversSection area={area} resource={resource} />
            </div>
            <AreasSection onOpen={setArea} />
            <AttentionSection />
          </div>
        ) : (
          <Empty>{overview.nothingDelivered}</Empty>
        )
      }
    </Answered>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ display: 'grid', gap: theme.spacing(2), gridTemplateColumns: 'minmax(0, 1fr)' }),
  columns: css({
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'minmax(0, 1fr)',
    [theme.breakpoints.up('lg')]: { gridTemplateColumns: 'minmax(0, 2fr) minmax(0, 1fr)' },
  }),
});
