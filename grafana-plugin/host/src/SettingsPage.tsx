import { type DataSourceApi, type DataSourcePlugin, type DataSourceSettings } from '@grafana/data';
import { useEffect, useState } from 'react';

import { instanceSettings } from './dataSourceSrv';
import { loadPlugin, type PluginMeta } from './loadPlugin';
import { PluginPage } from './PluginPage';
import { texts } from './texts';

/** The data source's settings, to be looked at: the host has its own and saves none. */
export function SettingsPage({ meta }: { meta: PluginMeta }) {
  const [plugin, setPlugin] = useState<DataSourcePlugin<DataSourceApi>>();
  const [options, setOptions] = useState<DataSourceSettings>({
    ...(instanceSettings(meta) as unknown as DataSourceSettings),
    secureJsonFields: {},
  });
  useEffect(() => void loadPlugin<DataSourcePlugin<DataSourceApi>>(meta).then(setPlugin), [meta]);
  const Editor = plugin?.components.ConfigEditor;
  return (
    <PluginPage pageNav={{ text: texts.settings }}>
      {Editor && <Editor options={options} onOptionsChange={setOptions} />}
    </PluginPage>
  );
}
