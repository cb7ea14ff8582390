import { Alert, Button } from '@grafana/ui';
import { useState } from 'react';

import { namedQuery, runQuery } from '../../client/client';
import { useAnswer, useNamedQuery } from '../../client/useQuery';
import { useWhoami } from '../../client/useWhoami';
import { ExportButton } from '../../components/ExportButton';
import { Section } from '../../components/Section';
import { Answered } from '../../components/states';
import { formatInstant } from '../../format';
import { type ViewProps } from './view';
import { Note } from './Note';
import { scopeOf } from './place';
import { ScenarioDetails } from './ScenarioDetails';
import { ScenarioForm } from './ScenarioForm';
import { ScenarioTable } from './ScenarioTable';
import { readForm, readScenarios, readTotals, type Scenario } from './scenarios';
import { forecastTexts } from './texts';
import { ahead } from './words';

/** What would be otherwise: scenarios beside as today, and how to make one of one's own. */
export function ScenariosView({ place, go, scenarios: first }: ViewProps) {
  const { scenario: texts } = forecastTexts();
  const { kind, id } = scopeOf(place.scope);
  const area = kind === 'area' ? id : '';
  const [saves, setSaves] = useState(0); // reads the list anew after each save
  const [told, setTold] = useState('');
  const [isMaking, setIsMaking] = useState(false);
  const later = useAnswer(`scenarios ${saves}`, async (signal) =>
    saves === 0 ? first : readScenarios(await runQuery(namedQuery('scenarios'), signal)),
  );
  const scenarios = later.state === 'ready' ? later.data : first;
  const form = useAnswer('form', readForm);
  const whoami = useWhoami();
  const query = { name: 'scenario_totals', parameters: { area, months: place.months } };
  const totals = useNamedQuery(query.name, readTotals, query.parameters);

  function changed(text: string) {
    setTold(text);
    setIsMaking(false);
    setSaves(saves + 1);
  }

  const login = whoami.state === 'ready' ? whoami.data.login : '';
  const maySave = form.state === 'ready' && form.data.maySave;
  const title = texts.title(ahead(place.months));
  const shown = scenarios.find((one) => one.scenario === place.scenario);
  return (
    <>
      <Section
        title={title}
        help={texts.help}
        query={query}
        actions={
          <>
            <ExportButton about={title} what={{ kind: 'scenarios', areas: area ? [area] : [] }} />
            {maySave && !isMaking && (
              <Button size="sm" icon="plus" onClick={() => setIsMaking(true)}>
                {texts.make}
              </Button>
            )}
          </>
        }
      >
        <div role="status">{told && <Alert severity="success" title={told} onRemove={() => setTold('')} />}</div>
        <Answered answer={totals}>
          {(rows) => (
            <ScenarioTable scenarios={scenarios} totals={rows} onOpen={(scenario) => go({ scenario })} title={title} />
          )}
        </Answered>
        <Waiting scenarios={scenarios} />
        {form.state === 'ready' && !maySave && <Note>{texts.mayNot}</Note>}
      </Section>
      {isMaking && form.state === 'ready' && (
        <ScenarioForm
          form={form.data}
          start={shown}
          onSaved={(name) => changed(texts.saved(name))}
          onCancel={() => setIsMaking(false)}
        />
      )}
      <ScenarioDetails
        scenario={shown}
        area={area}
        mayRemove={maySave && shown !== undefined && shown.author === login}
        onRemoved={(name) => {
          go({ scenario: 'as_today' });
          changed(texts.removed(name));
        }}
      />
    </>
  );
}

/** Says what those that have no numbers wait for. */
function Waiting({ scenarios }: { scenarios: Scenario[] }) {
  const { scenario: texts } = forecastTexts();
  const waits = scenarios.some(({ state }) => state !== 'ready');
  const at = scenarios.find(({ forecast_at }) => forecast_at !== null)?.forecast_at;
  return waits ? <Note>{texts.waitText(formatInstant(at))}</Note> : null;
}
