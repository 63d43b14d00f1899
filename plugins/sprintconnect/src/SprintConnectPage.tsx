import { type ReactElement, useMemo } from 'react';
import {
  BreadcrumbEntry,
  NotFoundErrorPage,
  PageLayout,
  pluginHeaderActionsApiRef,
  swappableComponentsApiRef,
  useApi,
  useRouteRef,
} from '@backstage/frontend-plugin-api';
import {
  SPRINTCONNECT_PLUGIN_ID,
  accessManagePermission,
  auditReadPermission,
  credentialManagePermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import { Navigate, Route, Routes, useLocation } from 'react-router-dom';
import { useMay } from './permission';
import { auditRouteRef, rootRouteRef } from './routes';
import { useMessages } from './translation';
import { DocumentTitle, Surface } from './ui';

export interface SubPage {
  path: string;
  title?: string;
  element: ReactElement;
  /** Its tab is shown only to those who may do something there; its address works for everybody. */
  onlyForAdmins: boolean;
}

/**
 * The page and its tabs. The one of Backstage shows every tab to everybody, or asks the permission service before the
 * whole portal opens; here a tab that the reader has no use for is left out as soon as the portal stands.
 */
export function SprintConnectPage(props: {
  title: string;
  icon: ReactElement;
  subPages: SubPage[];
}) {
  const { title, icon, subPages } = props;
  const rootPath = useRouteRef(rootRouteRef);
  const { t } = useMessages();
  const components = useApi(swappableComponentsApiRef);
  // Asked for once: the layout is another component each time, which would begin the whole page anew at every change of
  // the address.
  const Layout = useMemo(
    () => components.getComponent(PageLayout.ref),
    [components],
  );
  const headerActions = useApi(
    pluginHeaderActionsApiRef,
  ).getPluginHeaderActions(SPRINTCONNECT_PLUGIN_ID);
  const mayManageAccess = useMay(accessManagePermission);
  const mayReadAudit = useMay(auditReadPermission);
  const mayManageCredentials = useMay(credentialManagePermission);
  const administers = mayManageAccess || mayManageCredentials || mayReadAudit;
  // The header settles on a tab anew whenever it is given others.
  const tabs = useMemo(
    () =>
      subPages
        .filter(each => administers || !each.onlyForAdmins)
        .map(({ path, title: label = path }) => ({
          id: path,
          label,
          href: path,
        })),
    [subPages, administers],
  );
  const [first] = subPages;
  return (
    <Layout
      title={title}
      icon={icon}
      titleLink={rootPath?.()}
      headerActions={headerActions}
      tabs={tabs}
    >
      <Surface>
        <DocumentTitle parts={[t('servers.title')]}>
          <Routes>
            {first && (
              <Route index element={<Navigate to={first.path} replace />} />
            )}
            {/* Where the audit log stood before it had neighbours. */}
            <Route path="audit" element={<ToAudit />} />
            {subPages.map(each => (
              <Route
                key={each.path}
                path={`${each.path}/*`}
                element={
                  <BreadcrumbEntry
                    entry={{ label: each.title ?? each.path, href: each.path }}
                  >
                    {each.element}
                  </BreadcrumbEntry>
                }
              />
            ))}
            <Route path="*" element={<NotFoundErrorPage />} />
          </Routes>
        </DocumentTitle>
      </Surface>
    </Layout>
  );
}

function ToAudit() {
  const auditPath = useRouteRef(auditRouteRef);
  const { search } = useLocation();
  return auditPath ? <Navigate to={auditPath() + search} replace /> : null;
}
