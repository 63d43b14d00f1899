import { type ReactNode, useEffect, useRef } from 'react';
import {
  BreadcrumbEntry,
  NotFoundErrorPage,
} from '@backstage/frontend-plugin-api';
import { Container, Header } from '@backstage/ui';
import {
  accessManagePermission,
  type Me,
} from '@sprintconnect/plugin-sprintconnect-common';
import { Navigate, Route, Routes } from 'react-router-dom';
import { NoPermission, useMe } from '../permission';
import { useMessages } from '../translation';
import { DocumentTitle, type Loaded, WhenLoaded } from '../ui';
import { type Section, useSections } from './useSections';
import styles from './AdminPages.module.css';

/** The pages below `admin`, each under the tabs of those that the reader has a use for. */
export function AdminPages() {
  const { t } = useMessages();
  const me = useMe();
  const sections = useSections();
  const offered = sections.filter(each => mayOpen(each, me.value));
  return (
    <DocumentTitle parts={[t('admin.nothing.title')]}>
      <Routes>
        <Route index element={<First me={me} offered={offered} />} />
        {sections.map(each => (
          <Route
            key={each.name}
            path={`${each.name}/*`}
            element={<OneSection section={each} me={me} offered={offered} />}
          />
        ))}
        <Route path="*" element={<NotFoundErrorPage />} />
      </Routes>
    </DocumentTitle>
  );
}

function OneSection(props: {
  section: Section;
  me: Loaded<Me>;
  offered: Section[];
}) {
  const { section, me, offered } = props;
  const { t } = useMessages();
  const { name, href, permissions } = section;
  return (
    <BreadcrumbEntry entry={{ label: t(`admin.${name}.title`), href }}>
      <DocumentTitle parts={[t(`admin.${name}.title`)]} />
      <SectionHeader section={section} offered={offered} />
      <Container className={styles.content}>
        <OnceKnown me={me}>
          {known =>
            mayOpen(section, known) ? (
              section.page
            ) : (
              <NoPermission
                title={t(`admin.${name}.refused`)}
                permission={permissions[0]}
              />
            )
          }
        </OnceKnown>
      </Container>
    </BreadcrumbEntry>
  );
}

/** The open tab is in sight, however narrow the screen. */
function SectionHeader(props: { section: Section; offered: Section[] }) {
  const { section, offered } = props;
  const { t } = useMessages();
  const header = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const open = header.current?.querySelector('[aria-current="page"]');
    open?.scrollIntoView?.({ block: 'nearest', inline: 'nearest' });
  }, [section.name, offered.length]);
  return (
    <div className={styles.header} ref={header}>
      <Header
        title={t(`admin.${section.name}.title`)}
        description={t(`admin.${section.name}.description`)}
        tabs={offered.map(each => ({
          id: each.name,
          label: t(`admin.${each.name}.title`),
          href: each.href,
        }))}
      />
    </div>
  );
}

/** Leads to the first section that is offered. */
function First(props: { me: Loaded<Me>; offered: Section[] }) {
  const { me, offered } = props;
  const { t } = useMessages();
  if (offered.length > 0) return <Navigate to={offered[0].href} replace />;
  return (
    <>
      <Header title={t('admin.nothing.title')} />
      <Container className={styles.content}>
        <OnceKnown me={me}>
          {() => (
            <NoPermission
              title={t('admin.nothing.refused')}
              permission={accessManagePermission}
            />
          )}
        </OnceKnown>
      </Container>
    </>
  );
}

function OnceKnown(props: { me: Loaded<Me>; children: (me: Me) => ReactNode }) {
  const { me, children } = props;
  const { t } = useMessages();
  return (
    <WhenLoaded loaded={me} quiet lines={8} failed={t('admin.unknown')}>
      {children}
    </WhenLoaded>
  );
}

function mayOpen({ permissions }: Section, me: Me | undefined): boolean {
  return permissions.some(({ name }) => me?.permissions.includes(name));
}
