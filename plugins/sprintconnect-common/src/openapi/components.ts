import { z } from 'zod';
import { protectedResourceSchema } from '../access';
import {
  apiKeySchema,
  createApiKeySchema,
  issuedApiKeySchema,
  rotateApiKeySchema,
} from '../apiKeys';
import { auditRecordSchema } from '../audit';
import {
  callAnswerSchema,
  callSchema,
  promptGetBodySchema,
  resourceReadBodySchema,
  toolCallBodySchema,
} from '../calls';
import { capabilitySchema } from '../capabilities';
import {
  beginLoginSchema,
  begunLoginSchema,
  clientDocumentSchema,
  connectionLinkSchema,
  connectionSchema,
  connectionsSchema,
  disconnectedSchema,
  finishLoginSchema,
} from '../connections';
import {
  createCredentialSchema,
  credentialSchema,
  credentialUseSchema,
  putCredentialSchema,
  rotateCredentialSchema,
  updateCredentialSchema,
} from '../credentials';
import {
  checkEgressSchema,
  createEgressRuleSchema,
  egressAttemptsSchema,
  egressCheckSchema,
  egressRuleSchema,
  egressSettingsAnswerSchema,
  updateEgressRuleSchema,
} from '../egress';
import { sprintConnectEventSchema, streamGapSchema } from '../events';
import {
  healthHistorySchema,
  healthSummariesSchema,
  serverHealthSchema,
} from '../health';
import { acceptedSchema, jobSchema } from '../jobs';
import { meSchema } from '../me';
import type { ComponentName } from '../routes';
import { pageSchema } from '../page';
import { faultSchema, problemSchema } from '../problem';
import {
  capabilityHitsSchema,
  capabilityWithServerSchema,
  serverHitSchema,
} from '../search';
import {
  bindRoleSchema,
  myRolesSchema,
  organizationSchema,
  roleBindingSchema,
} from '../roleBindings';
import { remoteSchema } from '../remotes';
import { acknowledgeDriftSchema } from '../drift';
import { secretKeysSchema } from '../secretKeys';
import {
  catalogServerSchema,
  registerServerSchema,
  serverSchema,
  updateServerSchema,
} from '../servers';
import { serverFacetsSchema, serverPageSchema } from '../serverQueries';
import { serverTestSchema, testServerSchema } from '../serverTest';
import {
  changeSchema,
  snapshotDiffSchema,
  snapshotSchema,
  snapshotSummarySchema,
} from '../snapshots';

import type { Json } from './toJsonSchema';

const COMPONENTS: Record<ComponentName, z.ZodType> & Record<string, z.ZodType> =
  {
    Accepted: acceptedSchema,
    AcknowledgeDrift: acknowledgeDriftSchema,
    ApiKey: apiKeySchema,
    ApiKeyPage: pageSchema(apiKeySchema.partial()),
    AuditPage: pageSchema(auditRecordSchema.partial()),
    AuditRecord: auditRecordSchema,
    Capability: capabilitySchema,
    BeginLogin: beginLoginSchema,
    BegunLogin: begunLoginSchema,
    BindRole: bindRoleSchema,
    Call: callSchema,
    CallAnswer: callAnswerSchema,
    PromptGet: promptGetBodySchema,
    ResourceRead: resourceReadBodySchema,
    ToolCall: toolCallBodySchema,
    CallPage: pageSchema(callSchema.partial()),
    CapabilityHits: capabilityHitsSchema,
    CapabilityPage: pageSchema(capabilitySchema.partial()),
    CapabilityWithServer: capabilityWithServerSchema,
    CatalogServer: catalogServerSchema,
    Change: changeSchema,
    CheckEgress: checkEgressSchema,
    ClientDocument: clientDocumentSchema,
    Connection: connectionSchema,
    ConnectionLink: connectionLinkSchema,
    Connections: connectionsSchema,
    CreateApiKey: createApiKeySchema,
    CreateCredential: createCredentialSchema,
    Credential: credentialSchema,
    CredentialPage: pageSchema(credentialSchema.partial()),
    CredentialUse: credentialUseSchema,
    CredentialUsePage: pageSchema(credentialUseSchema),
    CreateEgressRule: createEgressRuleSchema,
    Disconnected: disconnectedSchema,
    EgressAttempts: egressAttemptsSchema,
    EgressCheck: egressCheckSchema,
    EgressRule: egressRuleSchema,
    EgressRulePage: pageSchema(egressRuleSchema.partial()),
    EgressSettings: egressSettingsAnswerSchema,
    Event: sprintConnectEventSchema,
    Fault: faultSchema,
    FinishLogin: finishLoginSchema,
    Health: z.object({ status: z.literal('ok') }),
    HealthHistory: healthHistorySchema,
    HealthSummaries: healthSummariesSchema,
    IssuedApiKey: issuedApiKeySchema,
    Job: jobSchema,
    JobPage: pageSchema(jobSchema.partial()),
    Me: meSchema,
    MyRoles: myRolesSchema,
    OpenApi: z.looseObject({ openapi: z.string() }),
    Organization: organizationSchema,
    Problem: problemSchema,
    ProtectedResource: protectedResourceSchema,
    PutCredential: putCredentialSchema,
    RegisterServer: registerServerSchema,
    Remote: remoteSchema,
    RotateApiKey: rotateApiKeySchema,
    RotateCredential: rotateCredentialSchema,
    RoleBinding: roleBindingSchema,
    RoleBindingPage: pageSchema(roleBindingSchema.partial()),
    SecretKeys: secretKeysSchema,
    Server: serverSchema,
    ServerFacets: serverFacetsSchema,
    ServerHealth: serverHealthSchema,
    ServerHitPage: pageSchema(serverHitSchema),
    ServerPage: serverPageSchema(serverSchema.partial()),
    ServerTest: serverTestSchema,
    Snapshot: snapshotSchema,
    SnapshotDiff: snapshotDiffSchema,
    SnapshotSummary: snapshotSummarySchema,
    SnapshotSummaryPage: pageSchema(snapshotSummarySchema.partial()),
    StreamGap: streamGapSchema,
    TestServer: testServerSchema,
    UpdateCredential: updateCredentialSchema,
    UpdateEgressRule: updateEgressRuleSchema,
    UpdateServer: updateServerSchema,
  };

/** Every schema of the document by its name. */
export function componentSchemas(): Record<string, Json> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(COMPONENTS)) {
    registry.add(schema, { id });
  }
  const { schemas } = z.toJSONSchema(registry, {
    io: 'input',
    uri: id => `#/components/schemas/${id}`,
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, schema]) => {
      const { $id: _id, $schema: _dialect, ...rest } = schema as Json;
      return [id, rest];
    }),
  );
}

/** A reference to one of {@link componentSchemas}. */
export function referTo(component: ComponentName | 'Problem'): Json {
  return { $ref: `#/components/schemas/${component}` };
}
