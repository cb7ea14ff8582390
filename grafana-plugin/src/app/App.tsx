import { type AppRootProps, PageLayoutType } from '@grafana/data';
import { PluginPage } from '@grafana/runtime';
import { TextLink } from '@grafana/ui';
import { type ReactNode, Suspense } from 'react';
import { Navigate, Route, Routes, useLocation } from 'react-router';

import { ErrorBoundary } from '../components/ErrorBoundary';
import { Empty, Loading } from '../components/states';
import { currentTexts } from '../texts';
import { addressOf } from './addresses';
import { routes } from './routes';

/** The app: one route a page. */
export default function App(_: AppRootProps) {
  const texts = currentTexts();
  return (
    <Routes>
      <Route index element={<Navigate to={addressOf('oversikt')} replace />} />
      {routes.map(({ path, title, component: Page }) => (
        <Route
          key={path}
          path={`${path}/*`}
          element={
            <Frame title={title(texts)} url={addressOf(path)}>
              <Page />
            </Frame>
          }
        />
      ))}
      <Route path="*" element={<NotFound />} />
    </Routes>
  );
}

/** What every page stands in: its title, and what is shown while it comes and if it fails. By its address Grafana sees that the menu has it. */
function Frame({ title, url, children }: { title: string; url: string; children: ReactNode }) {
  const { pathname } = useLocation();
  return (
    <PluginPage pageNav={{ text: title, url }} layout={PageLayoutType.Standard}>
      <ErrorBoundary place={pathname}>
        <Suspense fallback={<Loading />}>{children}</Suspense>
      </ErrorBoundary>
    </PluginPage>
  );
}

function NotFound() {
  const { states } = currentTexts();
  return (
    <PluginPage pageNav={{ text: states.notFoundTitle }} layout={PageLayoutType.Standard}>
      <Empty>
        {states.notFoundText} <TextLink href={addressOf('oversikt')}>{states.toOverview}</TextLink>
      </Empty>
    </PluginPage>
  );
}
