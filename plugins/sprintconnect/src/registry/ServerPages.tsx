import { Route, Routes } from 'react-router-dom';
import { EditPage } from './edit/EditPage';
import { RegisterPage } from './register/RegisterPage';
import { ServerPage } from './server/ServerPage';
import { ServersPage } from './servers/ServersPage';

/** The pages below `servers`. */
export function ServerPages() {
  return (
    <Routes>
      <Route path="/" element={<ServersPage />} />
      <Route path="/register" element={<RegisterPage />} />
      <Route path="/:serverId/edit" element={<EditPage />} />
      <Route path="/:serverId/*" element={<ServerPage />} />
    </Routes>
  );
}
