import { useEffect, useState } from 'react';
import type { BarLabel } from './barLabel';
import styles from './BarTip.module.css';

const DISTANCE = 8;

/** What a bar stands for, above it and over everything else. The bar itself says the same to screen readers. */
export function BarTip(props: { anchor: HTMLElement; label: BarLabel }) {
  const { anchor, label } = props;
  const [box, setBox] = useState(() => anchor.getBoundingClientRect());
  useEffect(() => {
    const follow = () => setBox(anchor.getBoundingClientRect());
    follow();
    window.addEventListener('scroll', follow, true);
    window.addEventListener('resize', follow);
    return () => {
      window.removeEventListener('scroll', follow, true);
      window.removeEventListener('resize', follow);
    };
  }, [anchor]);
  const middle = box.left + box.width / 2;
  return (
    <div
      className={styles.tip}
      style={{ left: middle, top: box.top - DISTANCE }}
      data-side={middle < window.innerWidth / 2 ? 'right' : 'left'}
      aria-hidden="true"
    >
      <strong>{label.time}</strong>
      {label.lines.map(line => (
        <span key={line}>{line}</span>
      ))}
    </div>
  );
}
