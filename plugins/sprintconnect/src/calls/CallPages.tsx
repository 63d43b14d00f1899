import { NotFoundErrorPage } from '@backstage/frontend-plugin-api';
import { Route, Routes } from 'react-router-dom';
import { CallPage } from './CallPage';
import { MyCallsPage } from './MyCallsPage';

/** The pages below `calls`. */
export function CallPages() {
  return (
    <Routes>
      <Route path="/" element={<MyCallsPage />} />
      <Route path="/:callId" element={<CallPage />} />
      <Route path="*" element={<NotFoundErrorPage />} />
    </Routes>
  );
}
