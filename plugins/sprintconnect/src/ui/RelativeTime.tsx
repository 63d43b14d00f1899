import { useFormats } from '../format';
import { Explained } from './Explained';
import { useClock } from './useClock';

/** How long ago, in the reader's language; its tip has the exact time. Counts on while it is shown. */
export function RelativeTime(props: { at: string }) {
  const { at } = props;
  const { relative, date } = useFormats();
  useClock();
  return (
    <Explained tip={date(at, 'exact')}>
      <time dateTime={at}>{relative(at)}</time>
    </Explained>
  );
}
