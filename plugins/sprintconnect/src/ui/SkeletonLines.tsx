import { VisuallyHidden } from '@backstage/ui';
import { useMessages } from '../translation';
import { Bone } from './Bone';
import styles from './SkeletonLines.module.css';

/** Grey lines where text will stand. */
export function SkeletonLines(props: { lines?: number }) {
  const { t } = useMessages();
  const { lines = 4 } = props;
  return (
    <div className={styles.lines} aria-busy="true">
      <VisuallyHidden role="status">{t('states.loading')}</VisuallyHidden>
      {Array.from({ length: lines }, (_, line) => (
        <Bone key={line} width={`${92 - ((line * 17) % 40)}%`} height={18} />
      ))}
    </div>
  );
}
