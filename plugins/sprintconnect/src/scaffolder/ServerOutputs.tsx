import { Surface } from '../ui';
import { ComingServer } from './ComingServer';
import { MadeServer } from './MadeServer';
import { outputOf } from './outputOf';
import styles from './ServerOutputs.module.css';

/** What a task ends with that made a server: the server as it is now, or how it comes to be. */
export function ServerOutputs(props: {
  output?: Readonly<Record<string, unknown>>;
}) {
  const made = outputOf(props.output);
  if (!made) return null;
  return (
    <Surface>
      <div className={styles.outputs}>
        {'serverId' in made ? (
          <MadeServer key={made.serverId} serverId={made.serverId} />
        ) : (
          <ComingServer key={made.entityRef} entityRef={made.entityRef} />
        )}
      </div>
    </Surface>
  );
}
