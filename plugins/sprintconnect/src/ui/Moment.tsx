import { type DateForm, useFormats } from '../format';
import { Explained } from './Explained';

/** When something was or will be; its tip has the time with the zone. */
export function Moment(props: { at: string; form?: DateForm }) {
  const { at, form = 'dateTime' } = props;
  const { date } = useFormats();
  return (
    <Explained tip={form !== 'exact' && date(at, 'exact')}>
      <time dateTime={at}>{date(at, form)}</time>
    </Explained>
  );
}
