import { Skeleton } from '@backstage/ui';
import styles from './Bone.module.css';

/** A grey shape where something will stand. */
export function Bone(props: { width: number | string; height: number }) {
  const { width, height } = props;
  return <Skeleton width={width} height={height} className={styles.bone} />;
}
