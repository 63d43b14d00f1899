import type { ReactElement } from 'react';
import { Route, Routes } from 'react-router-dom';
import { EditPage } from './edit/EditPage';
import { RegisterPage } from './register/RegisterPage';
import { ServerPage } from './server/ServerPage';
import { ServersPage } from './servers/ServersPage';

/** The pages below `servers`. What stands above this slice is handed in. */
export function ServerPages(props: { tryPage: ReactElement }) {
  return (
    <Routes>
      <Route path="/" element={<ServersPage />} />
      <Route path="/register" element={<RegisterPage />} />
      <Route path="/:serverId/edit" element={<EditPage />} />
      <Route path="/:serverId/try/:kind/:name?" element={props.tryPage} />
      <Route path="/:serverId/*" element={<ServerPage />} />
    </Routes>
  );
}
