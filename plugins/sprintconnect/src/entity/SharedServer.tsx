import { createContext, type ReactNode } from 'react';
import type { Server } from '@sprintconnect/plugin-sprintconnect-common';
import type { Loaded } from '../ui';
import { useEntityServer } from './useEntityServer';

/** The server of the entity, where something around has loaded it. */
export const SharedServerContext = createContext<
  Loaded<Server | null> | undefined
>(undefined);

/** Loads the server of the entity once for all cards inside. */
export function SharedServer(props: { children: ReactNode }) {
  return (
    <SharedServerContext.Provider value={useEntityServer()}>
      {props.children}
    </SharedServerContext.Provider>
  );
}
