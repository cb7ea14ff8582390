import { AppPlugin } from '@grafana/data';
import { lazy } from 'react';

const App = lazy(() => import('./app/App'));

export const plugin = new AppPlugin().setRootPage(App);
