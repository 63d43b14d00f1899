import { z } from 'zod';
import { section } from '../settings';
import { listenSettingsSchema } from './changes/ListenSettings';
import { connectionSettingsSchema } from './connections/ConnectionSettings';
import { callSettingsSchema as recordSettingsSchema } from './log/CallSettings';
import { originSettingsSchema } from './origin/OriginSettings';
import { pipelineSettingsSchema } from './pipeline/PipelineSettings';

/** The section `sprintconnect.calls` of the configuration. */
export const callSettingsSchema = z.strictObject({
  ...recordSettingsSchema.shape,
  ...pipelineSettingsSchema.shape,
});

/** The section `sprintconnect.gateway` of the configuration. */
export const gatewaySettingsSchema = z.strictObject({
  ...originSettingsSchema.shape,
  connections: section(connectionSettingsSchema),
  streams: section(listenSettingsSchema),
});
