import {
  type AccessRole,
  accessRoleSchema,
} from '@sprintconnect/plugin-sprintconnect-common';
import { useAddressFilters } from '../../ui';

/** What the bindings are narrowed to. */
export interface BindingFilters {
  q?: string;
  role?: AccessRole;
}

/** The filters of the bindings, kept in the address. */
export function useBindingFilters() {
  return useAddressFilters(readFilters);
}

function readFilters(params: URLSearchParams): BindingFilters {
  return {
    q: params.get('q') ?? undefined,
    role: accessRoleSchema.options.find(each => each === params.get('role')),
  };
}
