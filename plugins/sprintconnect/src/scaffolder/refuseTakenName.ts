import {
  type ApiHolder,
  translationApiRef,
} from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import type { CustomFieldValidator } from '@backstage/plugin-scaffolder-react';
import { sprintConnectApiRef } from '../client';
import { sprintconnectTranslationRef, type Translate } from '../translation';
import { nameWords } from './nameWords';
import { askForName, questionOf, type ServerNameOptions } from './serverName';

/** Keeps the reader on the step while the name is none or has an owner. What cannot be asked lets them go on. */
export const refuseTakenName: CustomFieldValidator<
  string,
  ServerNameOptions
> = async (name, field, { apiHolder, formData, uiSchema }) => {
  const options = uiSchema?.['ui:options'];
  const question = questionOf({ name, formData, options });
  if (question === 'empty' || question === 'no-environment') return;
  const t = wordsOf(apiHolder);
  const client = apiHolder.get(sprintConnectApiRef);
  if (!t || !client) return;
  if (question === 'invalid') {
    field.addError(t('scaffolder.name.invalid'));
    return;
  }
  const catalog = apiHolder.get(catalogApiRef);
  const answer = await askForName(question, { client, catalog });
  if (answer.state !== 'taken' && answer.state !== 'entity-taken') return;
  field.addError(nameWords(t, { ...answer, question }) ?? '');
};

/** The words, which stand ready once the field has been shown. */
function wordsOf(apis: ApiHolder): Translate | undefined {
  const words = apis
    .get(translationApiRef)
    ?.getTranslation(sprintconnectTranslationRef);
  return words?.ready ? (words.t as unknown as Translate) : undefined;
}
