import { DataSourcePlugin } from '@grafana/data';

import { type FramsynQuery } from '../client/types';
import { ConfigEditor } from './config/ConfigEditor';
import { type Secrets, type Settings } from './config/settings';
import { FramsynDataSource } from './FramsynDataSource';
import { QueryEditor } from './query/QueryEditor';

export const plugin = new DataSourcePlugin<FramsynDataSource, FramsynQuery, Settings, Secrets>(FramsynDataSource)
  .setConfigEditor(ConfigEditor)
  .setQueryEditor(QueryEditor);
