import { Link, useSidebarOpenState } from '@backstage/core-components';
import { Mark } from './Mark';
import styles from './SidebarLogo.module.css';

/** The way home, at the top of the sidebar: our mark, and our name while the sidebar is wide. */
export const SidebarLogo = () => {
  const { isOpen } = useSidebarOpenState();
  return (
    <Link to="/" aria-label="SprintConnect home" underline="none">
      <span className={styles.logo}>
        <Mark />
        {isOpen && <span className={styles.name}>SprintConnect</span>}
      </span>
    </Link>
  );
};
