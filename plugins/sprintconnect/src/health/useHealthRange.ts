import { useSearchParams } from 'react-router-dom';
import { type HealthRangeName, healthRangeNames } from './ranges';

const USUAL: HealthRangeName = '24h';

/** The chosen range, kept in the address, so that a view can be sent. */
export function useHealthRange() {
  const [params, setParams] = useSearchParams();
  const asked = params.get('range');
  const range = healthRangeNames.find(each => each === asked) ?? USUAL;
  const setRange = (name: HealthRangeName) =>
    setParams(
      before => {
        const after = new URLSearchParams(before);
        if (name === USUAL) after.delete('range');
        else after.set('range', name);
        return after;
      },
      { replace: true },
    );
  return [range, setRange] as const;
}
