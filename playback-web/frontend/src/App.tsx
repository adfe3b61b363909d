import { lazy, type ReactNode, Suspense } from 'react';
import { Navigate, Route, Routes, useLocation } from 'react-router-dom';
import { Loading } from './design/parts';
import { AccountScreen } from './screens/account/AccountScreen';
import { HomeScreen } from './screens/home/HomeScreen';
import { NotFound } from './screens/NotFound';
import { useSession } from './session';

const InviteScreen = lazy(() => import('./screens/invite/InviteScreen'));
const MeetingScreen = lazy(() => import('./screens/meeting/MeetingScreen'));
const SearchScreen = lazy(() => import('./screens/search/SearchScreen'));
const AdminScreen = lazy(() => import('./screens/admin/AdminScreen'));

export function App(): ReactNode {
  return (
    <Suspense fallback={<Loading />}>
      <Routes>
        <Route path="/" element={<Known screen={<HomeScreen />} />} />
        <Route path="/signin" element={<AccountScreen mode="signin" />} />
        <Route path="/register" element={<AccountScreen mode="register" />} />
        <Route path="/m/:code" element={<InviteScreen />} />
        <Route path="/meetings/:id" element={<MeetingScreen />} />
        <Route path="/search" element={<Known screen={<SearchScreen />} />} />
        <Route path="/admin" element={<Known screen={<AdminScreen />} />} />
        <Route path="*" element={<NotFound />} />
      </Routes>
    </Suspense>
  );
}

/** Screens for people with an account: others sign in first and come back. */
function Known({ screen }: { screen: ReactNode }): ReactNode {
  const { me } = useSession();
  const { pathname, search } = useLocation();
  if (me.user !== null) return screen;
  const next = pathname === '/' ? '' : `?next=${encodeURIComponent(pathname + search)}`;
  return <Navigate to={`/signin${next}`} replace />;
}
