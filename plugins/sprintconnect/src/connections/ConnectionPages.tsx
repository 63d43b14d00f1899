import { NotFoundErrorPage } from '@backstage/frontend-plugin-api';
import { Route, Routes } from 'react-router-dom';
import { ConnectionsPage } from './ConnectionsPage';
import { FinishPage } from './FinishPage';
import { LinkPage } from './LinkPage';

/** The pages below `connections`. */
export function ConnectionPages() {
  return (
    <Routes>
      <Route path="/" element={<ConnectionsPage />} />
      <Route path="/links/:linkId" element={<LinkPage />} />
      <Route path="/finish" element={<FinishPage />} />
      <Route path="*" element={<NotFoundErrorPage />} />
    </Routes>
  );
}
