import { Alert, Button } from '@backstage/ui';
import { SprintConnectError } from '@sprintconnect/plugin-sprintconnect-common';
import { useMessages } from '../translation';
import { isRefusal } from './isRefusal';
import styles from './ErrorNotice.module.css';

/**
 * What went wrong, in the words of the answer, with the id to quote when asking for help. A refusal is said
 * as such and offers no retry, because trying again would not help.
 */
export function ErrorNotice(props: {
  error: Error;
  onRetry?: () => void;
  title?: string;
}) {
  const { error, onRetry, title } = props;
  const { t } = useMessages();
  const problem =
    error instanceof SprintConnectError ? error.problem : undefined;
  const refused = isRefusal(error);
  // All that `fetch` says of a server that cannot be reached, in the words of each browser.
  const unreachable = !problem && error.name === 'TypeError';
  return (
    <Alert
      role="alert"
      icon
      status={refused ? 'warning' : 'danger'}
      title={
        refused
          ? t('errors.refused')
          : (title ??
            problem?.title ??
            t(unreachable ? 'errors.unreachable' : 'errors.failed'))
      }
      description={
        <div className={styles.detail}>
          <span>
            {unreachable
              ? t('errors.unreachableText')
              : problem?.detail || error.message || t('errors.unknown')}
          </span>
          {problem?.requestId && (
            <span className={styles.request}>
              {t('errors.requestId', { requestId: problem.requestId })}
            </span>
          )}
        </div>
      }
      customActions={
        onRetry && !refused ? (
          <Button variant="secondary" onPress={onRetry}>
            {t('actions.retry')}
          </Button>
        ) : undefined
      }
    />
  );
}
