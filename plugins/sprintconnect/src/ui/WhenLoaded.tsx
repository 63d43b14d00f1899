import type { ReactNode } from 'react';
import { useMessages } from '../translation';
import { ErrorNotice } from './ErrorNotice';
import { isMissing } from './isMissing';
import { isRefusal } from './isRefusal';
import { SkeletonLines } from './SkeletonLines';
import type { Loaded } from './useLoad';

/** What stands in place of something that cannot be shown, or not yet. */
interface Otherwise {
  /** The backend refuses, now or again; default: the notice of any error. */
  refused?: ReactNode;
  /** There is no such thing, or no longer; default: the notice of any error. */
  missing?: ReactNode;
  /** Nothing has come yet; default: grey lines, as many as `lines`. */
  loading?: ReactNode;
  lines?: number;
  /** Title of the notice where nothing but an error is known; default: that of the problem. */
  failed?: string;
}

/**
 * What has been loaded, or why it is not there: it loads, is refused, is missing or failed. A value outlives a failure to
 * load it again, below a notice that it may be out of date.
 */
export function WhenLoaded<T>(
  props: Otherwise & {
    loaded: Pick<Loaded<T>, 'value' | 'error' | 'reload'>;
    /** Leaves it to what stands around to tell that a value may be out of date. */
    quiet?: boolean;
    /** What stands in place of a value that holds nothing; nothing for a value that does. */
    empty?: (value: T) => ReactNode;
    /** Of a box around the value and the notice above it; without it there is no box. */
    className?: string;
    children?: (value: T) => ReactNode;
  },
) {
  const { refused, missing, loading, lines, failed } = props;
  const { loaded, quiet, empty, className, children } = props;
  const { value, error, reload } = loaded;
  const { t } = useMessages();
  if (refused && isRefusal(error)) return <>{refused}</>;
  if (missing && isMissing(error)) return <>{missing}</>;
  const isKnown = value !== undefined;
  const notice = error && !(isKnown && quiet) && (
    <ErrorNotice
      title={isKnown ? t('errors.stale') : failed}
      error={error}
      onRetry={reload}
    />
  );
  const content = isKnown
    ? empty?.(value) || children?.(value)
    : !error && (loading ?? <SkeletonLines lines={lines} />);
  return isKnown && className ? (
    <div className={className}>
      {notice}
      {content}
    </div>
  ) : (
    // In one shape, so that what shows itself loading is the same when it has loaded.
    <>
      {notice}
      {content}
    </>
  );
}
