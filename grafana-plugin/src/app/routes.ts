// The pages of the app. Their addresses are those of plugin.json, and Swedish, since readers see them.
import { type ComponentType, lazy, type LazyExoticComponent } from 'react';

import { type Texts } from '../texts';

export interface Route {
  /** Last part of the address. */
  path: string;
  title: (texts: Texts) => string;
  component: LazyExoticComponent<ComponentType>;
}

export const routes: Route[] = [
  {
    path: 'oversikt',
    title: (texts) => texts.pages.overview,
    component: lazy(() => import('../pages/overview/OverviewPage')),
  },
  {
    path: 'urval',
    title: (texts) => texts.pages.selection,
    component: lazy(() => import('../pages/selection/SelectionPage')),
  },
  {
    path: 'individ',
    title: (texts) => texts.pages.client,
    component: lazy(() => import('../pages/client/ClientPage')),
  },
  {
    path: 'prognos',
    title: (texts) => texts.pages.forecast,
    component: lazy(() => import('../pages/forecast/ForecastPage')),
  },
  {
    path: 'uppfoljning',
    title: (texts) => texts.pages.followUp,
    component: lazy(() => import('../pages/follow-up/FollowUpPage')),
  },
  {
    path: 'granskning',
    title: (texts) => texts.pages.review,
    component: lazy(() => import('../pages/review/ReviewPage')),
  },
];
