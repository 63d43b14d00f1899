import type { ReactElement } from 'react';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import type { Permission } from '@backstage/plugin-permission-common';
import {
  accessManagePermission,
  auditReadPermission,
  credentialManagePermission,
  egressManagePermission,
} from '@sprintconnect/plugin-sprintconnect-common';
import { AuditPage } from '../audit';
import {
  auditRouteRef,
  credentialsRouteRef,
  egressRouteRef,
  keysRouteRef,
  organisationRouteRef,
  rolesRouteRef,
} from '../routes';
import { CredentialsPage } from './credentials/CredentialsPage';
import { EgressPage } from './egress/EgressPage';
import { KeysPage } from './keys/KeysPage';
import { OrganisationPage } from './organisation/OrganisationPage';
import { RolesPage } from './roles/RolesPage';

/** One of the inner tabs. It is for those who hold any of `permissions`; the first is the one to ask for. */
export interface Section {
  name: 'keys' | 'credentials' | 'roles' | 'egress' | 'organisation' | 'audit';
  href: string;
  permissions: [Permission, ...Permission[]];
  page: ReactElement;
}

/** All there are, in the order of the tabs. */
export function useSections(): Section[] {
  const keys = useRouteRef(keysRouteRef)?.() ?? '';
  const credentials = useRouteRef(credentialsRouteRef)?.() ?? '';
  const roles = useRouteRef(rolesRouteRef)?.() ?? '';
  const egress = useRouteRef(egressRouteRef)?.() ?? '';
  const organisation = useRouteRef(organisationRouteRef)?.() ?? '';
  const audit = useRouteRef(auditRouteRef)?.() ?? '';
  return [
    {
      name: 'keys',
      href: keys,
      permissions: [accessManagePermission],
      page: <KeysPage />,
    },
    {
      name: 'credentials',
      href: credentials,
      permissions: [credentialManagePermission],
      page: <CredentialsPage />,
    },
    {
      name: 'roles',
      href: roles,
      permissions: [accessManagePermission],
      page: <RolesPage />,
    },
    {
      name: 'egress',
      href: egress,
      permissions: [egressManagePermission],
      page: <EgressPage />,
    },
    {
      name: 'organisation',
      href: organisation,
      permissions: [accessManagePermission, auditReadPermission],
      page: <OrganisationPage />,
    },
    {
      name: 'audit',
      href: audit,
      permissions: [auditReadPermission],
      page: <AuditPage />,
    },
  ];
}
