/**
 * Building blocks of the pages.
 *
 * Owns: what every page needs in the same shape – loading data, saying what went wrong, empty states,
 * lists and their pages, filters in the address, dialogs, code to copy, coloured labels, tips, times.
 * Promises: works by keyboard and screen reader, in light and dark, because only `--bui-*` tokens are used;
 * the words come from the translation messages or from the caller.
 * Never: knows a word of the domain, fetches anything itself, or decides what a person may do.
 * Fails: {@link useLoad} keeps the last good value beside the error, and {@link WhenLoaded} shows both, so that a page does
 * not go blank.
 */
export { Bone } from './Bone';
export { ChoiceFilter } from './ChoiceFilter';
export { CodeBlock } from './CodeBlock';
export { Columns } from './Columns';
export { ConfirmDialog } from './ConfirmDialog';
export { CopyableCode } from './CopyableCode';
export { CopyButton } from './CopyButton';
export { DataTable } from './DataTable';
export { DescriptionList } from './DescriptionList';
export { DocumentTitle } from './DocumentTitle';
export { ElapsedTime } from './ElapsedTime';
export { EmptyState } from './EmptyState';
export { EntityLink } from './EntityLink';
export { EntityName } from './EntityName';
export { ErrorNotice } from './ErrorNotice';
export { Explained } from './Explained';
export { Excerpt } from './Excerpt';
export { Fallback } from './Fallback';
export { FactLine } from './FactLine';
export { FaultySecretField } from './FaultySecretField';
export { FaultyTextField } from './FaultyTextField';
export { FilterBar } from './FilterBar';
export { FormDialog } from './FormDialog';
export { InlineCode } from './InlineCode';
export { isMissing } from './isMissing';
export { isRefusal } from './isRefusal';
export { Listing, ListingControls } from './Listing';
export { Markdown } from './Markdown';
export { Modal } from './Modal';
export { Moment } from './Moment';
export { NoMatch } from './NoMatch';
export { OneOfFilter } from './OneOfFilter';
export { Panel } from './Panel';
export { boundsOf, type PeriodFilters, readPeriod } from './period';
export { PeriodFilter } from './PeriodFilter';
export { Pill } from './Pill';
export { RelativeTime } from './RelativeTime';
export { saveFile } from './saveFile';
export { ScrollRegion } from './ScrollRegion';
export { ShowMore } from './ShowMore';
export { SkeletonLines } from './SkeletonLines';
export { Surface } from './Surface';
export { default as toneClasses } from './tone.module.css';
export { TwoLines } from './TwoLines';
export type { Tone } from './Tone';
export { useAddressFilters } from './useAddressFilters';
export { useDebounced } from './useDebounced';
export { useEntityTitles } from './useEntityTitles';
export { useFocusKept } from './useFocusKept';
export {
  type Gathered,
  type GrowingList,
  useGrowingList,
} from './useGrowingList';
export { useLoad, type Loaded } from './useLoad';
export { usePaging } from './usePaging';
export { useSubmission } from './useSubmission';
export { useTablePagination } from './useTablePagination';
export { useTableRoom, type TableRoom } from './useTableRoom';
export { useTyped } from './useTyped';
export { WhenLoaded } from './WhenLoaded';
export { WordsFilter } from './WordsFilter';
