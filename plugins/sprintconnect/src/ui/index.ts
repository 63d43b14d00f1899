/**
 * Building blocks of the pages.
 *
 * Owns: what every page needs in the same shape – loading data, saying what went wrong, empty states,
 * code to copy, coloured labels, times, confirmation.
 * Promises: works by keyboard and screen reader, in light and dark, because only `--bui-*` tokens are used;
 * the words come from the translation messages or from the caller.
 * Never: knows a word of the domain, fetches anything itself, or decides what a person may do.
 * Fails: {@link useLoad} keeps the last good value beside the error, so that a page does not go blank.
 */
export { ChoiceFilter } from './ChoiceFilter';
export { CodeBlock } from './CodeBlock';
export { ConfirmDialog } from './ConfirmDialog';
export { CopyButton } from './CopyButton';
export { DescriptionList } from './DescriptionList';
export { duration } from './duration';
export { ElapsedTime } from './ElapsedTime';
export { EmptyState } from './EmptyState';
export { EntityLink } from './EntityLink';
export { ErrorNotice } from './ErrorNotice';
export { Panel } from './Panel';
export { Pill, type Tone } from './Pill';
export { RelativeTime } from './RelativeTime';
export { ScrollRegion } from './ScrollRegion';
export { SkeletonLines } from './SkeletonLines';
export { useDebounced } from './useDebounced';
export { useTyped } from './useTyped';
export { useLoad, type Loaded } from './useLoad';
