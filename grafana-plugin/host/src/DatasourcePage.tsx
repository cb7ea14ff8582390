// Where the data source's editors can be tried: a query with its answer, and the settings, which are not saved.
import { css } from '@emotion/css';
import {
  type CoreApp,
  createTheme,
  type DataFrame,
  type DataQuery,
  type DataQueryRequest,
  type DataSourceApi,
  type DataSourcePlugin,
  dateTime,
  formattedValueToString,
  getDisplayProcessor,
  getFieldDisplayName,
  type GrafanaTheme2,
  type TimeRange,
} from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { Alert, Button, useStyles2 } from '@grafana/ui';
import { useEffect, useState } from 'react';
import { lastValueFrom, from } from 'rxjs';

import { loadPlugin, type PluginMeta } from './loadPlugin';
import { PluginPage } from './PluginPage';
import { texts } from './texts';

type Loaded = { plugin: DataSourcePlugin<DataSourceApi>; datasource: DataSourceApi };

const range: TimeRange = (() => {
  const [start, to] = [dateTime().subtract(2, 'year'), dateTime()];
  return { from: start, to, raw: { from: start, to } };
})();

export function DatasourcePage({ meta }: { meta: PluginMeta }) {
  const [loaded, setLoaded] = useState<Loaded>();
  const [query, setQuery] = useState<DataQuery>();
  const [frames, setFrames] = useState<DataFrame[]>();
  const [error, setError] = useState<string>();

  useEffect(() => {
    void Promise.all([loadPlugin<DataSourcePlugin<DataSourceApi>>(meta), getDataSourceSrv().get()]).then(
      ([plugin, datasource]) => {
        setLoaded({ plugin, datasource });
        setQuery({ refId: 'A', ...datasource.getDefaultQuery?.('explore' as CoreApp) });
      },
    );
  }, [meta]);

  async function run() {
    if (!loaded || !query) {
      return;
    }
    const request = {
      app: 'explore',
      requestId: 'A',
      interval: '1d',
      intervalMs: 86_400_000,
      maxDataPoints: 1000,
      range,
      scopedVars: {},
      targets: [query],
      timezone: 'Europe/Stockholm',
      startTime: Date.now(),
    } as DataQueryRequest;
    const answer = await lastValueFrom(from(loaded.datasource.query(request)));
    const failed = answer.errors?.[0] ?? answer.error;
    setError(failed ? (failed.data?.message ?? failed.message ?? String(failed.status)) : undefined);
    setFrames(answer.data as DataFrame[]);
  }

  const Editor = loaded?.plugin.components.QueryEditor;
  return (
    <PluginPage pageNav={{ text: texts.ask }}>
      {Editor && loaded && query && (
        <>
          <Editor
            datasource={loaded.datasource}
            query={query}
            range={range}
            onChange={setQuery}
            onRunQuery={() => undefined}
          />
          <p>
            <Button onClick={() => void run()}>{texts.run}</Button>
          </p>
        </>
      )}
      {error && <Alert severity="error" title={error} />}
      {frames?.map((frame, index) => (
        <FrameTable key={index} frame={frame} />
      ))}
    </PluginPage>
  );
}

const SHOWN = 200; // rows

function FrameTable({ frame }: { frame: DataFrame }) {
  const styles = useStyles2(getStyles);
  const displays = frame.fields.map((field) => getDisplayProcessor({ field, theme: createTheme() }));
  const rows = Array.from({ length: Math.min(frame.length, SHOWN) }, (_, row) => row);
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it
    <div className={styles.scroll} role="region" aria-label={texts.answer} tabIndex={0}>
      <table className={styles.table}>
        <caption>{texts.rows(frame.length)}</caption>
        <thead>
          <tr>
            {frame.fields.map((field) => (
              <th key={field.name} scope="col">
                {getFieldDisplayName(field, frame)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row}>
              {frame.fields.map((field, column) => (
                <td key={field.name}>
                  {formattedValueToString(displays[column]?.(field.values[row]) ?? { text: '' })}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  scroll: css({ overflowX: 'auto' }),
  table: css({ 'th, td': { padding: theme.spacing(0.5, 1.5, 0.5, 0), textAlign: 'left', whiteSpace: 'nowrap' } }),
});
