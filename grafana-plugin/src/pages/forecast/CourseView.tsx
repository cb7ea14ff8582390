import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

import { AccuracySummary } from './AccuracySummary';
import { AreasSection } from './AreasSection';
import { ChangesSection } from './ChangesSection';
import { CourseSection } from './CourseSection';
import { DriversSection } from './DriversSection';
import { type ViewProps } from './view';
import { scopeOf } from './place';

/** The forecast itself: its course, why, how it has changed, and where. */
export function CourseView({ place, go, scenarios, choices }: ViewProps) {
  const styles = useStyles2(getStyles);
  const scope = scopeOf(place.scope);
  return (
    <>
      <div className={styles.columns}>
        <CourseSection place={place} scenarios={scenarios} choices={choices} />
        <div className={styles.side}>
          <DriversSection place={place} />
          <AccuracySummary place={place} onMore={() => go({ view: 'traffsakerhet' })} />
        </div>
      </div>
      <div className={styles.halves}>
        {scope.id === '' && <AreasSection place={place} onOpen={(area) => go({ scope: `area:${area}` })} />}
        <ChangesSection place={place} />
      </div>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const grid = { display: 'grid', gap: theme.spacing(2), gridTemplateColumns: 'minmax(0, 1fr)', alignItems: 'start' };
  return {
    columns: css({
      ...grid,
      [theme.breakpoints.up('lg')]: { gridTemplateColumns: 'minmax(0, 2fr) minmax(0, 1fr)' },
    }),
    halves: css({
      ...grid,
      [theme.breakpoints.up('lg')]: { gridTemplateColumns: 'repeat(auto-fit, minmax(400px, 1fr))' },
    }),
    side: css(grid),
  };
};
