import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Alert, Tab, TabsBar, useStyles2 } from '@grafana/ui';
import { type ReactNode } from 'react';

import { namedQuery, runQuery } from '../../client/client';
import { useAnswer } from '../../client/useQuery';
import { Answered, Empty } from '../../components/states';
import { AccuracyView } from './AccuracyView';
import { CourseView } from './CourseView';
import { NeedsView } from './NeedsView';
import { usePlace, type View, VIEWS } from './place';
import { PlaceBar } from './PlaceBar';
import { type ScopeRow } from './read';
import { readScenarios } from './scenarios';
import { ScenariosView } from './ScenariosView';
import { StaffingView } from './StaffingView';
import { forecastTexts } from './texts';
import { useScopes } from './useScopes';
import { type ViewProps } from './view';

/** What will be needed 1 to 36 months ahead, how sure that is, who is to do it, and what would be otherwise. */
export default function ForecastPage() {
  const scopes = useScopes();
  return (
    <Answered answer={scopes}>
      {(choices) => (choices.length === 0 ? <Empty>{forecastTexts().bar.none}</Empty> : <Forecast choices={choices} />)}
    </Answered>
  );
}

function Forecast({ choices }: { choices: ScopeRow[] }) {
  const styles = useStyles2(getStyles);
  const [given, go] = usePlace();
  const texts = forecastTexts();
  const scenarios = useAnswer('scenarios', async (signal) =>
    readScenarios(await runQuery(namedQuery('scenarios'), signal)),
  );
  const isKnown = choices.some((choice) => choice.value === given.scope);
  const place = isKnown ? given : { ...given, scope: '' };

  return (
    <Answered answer={scenarios}>
      {(all) => (
        <div className={styles.page}>
          <PlaceBar choices={choices} scenarios={all} place={place} onChange={go} />
          {!isKnown && <Alert severity="info" title={texts.bar.unknownScope} />}
          <TabsBar aria-label={texts.views.label}>
            {VIEWS.map((view) => (
              <Tab key={view} label={texts.views[view]} active={view === place.view} onChangeTab={() => go({ view })} />
            ))}
          </TabsBar>
          {viewOf(place.view, { place, go, scenarios: all, choices })}
        </div>
      )}
    </Answered>
  );
}

function viewOf(view: View, props: ViewProps): ReactNode {
  switch (view) {
    case 'prognos':
      return <CourseView {...props} />;
    case 'bemanning':
      return <StaffingView {...props} />;
    case 'scenarier':
      return <ScenariosView {...props} />;
    case 'traffsakerhet':
      return <AccuracyView {...props} />;
    case 'behov':
      return <NeedsView {...props} />;
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ display: 'grid', gap: theme.spacing(2), gridTemplateColumns: 'minmax(0, 1fr)' }),
});
