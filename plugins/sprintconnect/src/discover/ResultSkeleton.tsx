import { Bone } from '../ui';
import styles from './ResultSkeleton.module.css';

/** Grey shapes where results will stand, of their size, so that nothing jumps when they come. */
export function ResultSkeleton() {
  return (
    <div aria-busy="true" className={styles.skeleton}>
      {[38, 52, 30, 46, 34, 42].map(width => (
        <div key={width} className={styles.item}>
          <Bone width={18} height={18} />
          <div className={styles.text}>
            <Bone width={`${width}%`} height={16} />
            <Bone width={`${width + 40}%`} height={14} />
            <Bone width={`${width / 2 + 20}%`} height={12} />
          </div>
        </div>
      ))}
    </div>
  );
}
