import { useFormats } from '../format';
import { Explained } from './Explained';
import { useClock } from './useClock';

/** How long it has lasted, such as "9 hr 20 min"; its tip has the exact begin. Counts on while it is shown. */
export function ElapsedTime(props: {
  since: string;
  /** Only the largest unit, where room is short. */
  brief?: boolean;
  /** What stands around it tells the exact begin. */
  bare?: boolean;
}) {
  const { since, brief, bare } = props;
  const { duration, date } = useFormats();
  useClock();
  return (
    <Explained tip={!bare && date(since, 'exact')}>
      <time dateTime={since}>
        {duration(Date.now() - Date.parse(since), {
          units: brief ? 1 : 2,
          whole: true,
        })}
      </time>
    </Explained>
  );
}
