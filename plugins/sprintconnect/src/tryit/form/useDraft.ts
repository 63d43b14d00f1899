import { useCallback, useMemo, useState } from 'react';
import {
  type JsonObject,
  parseExactly,
} from '@sprintconnect/plugin-sprintconnect-common';
import { defaultsOf } from '../arguments/defaultsOf';
import { filledIn } from '../arguments/filledIn';
import type { FormPlan } from '../arguments/FormSchema';
import { isObject } from '../arguments/givenSchema';

type JsonFault = { kind: 'notJson'; reason: string } | { kind: 'notObject' };

interface State {
  /** With what was left empty. */
  formData: JsonObject;
  /** As it stands in the other view. */
  text: string;
  /** To the last digit; absent where the text is none. */
  given?: JsonObject;
  jsonFault?: JsonFault;
  /** There are numbers that the form would round. */
  isLossy: boolean;
}

/** Arguments on their way: one thing in two views, which stay in step. */
export interface Draft extends State {
  plan: FormPlan;
  view: 'form' | 'json';
  show: (view: 'form' | 'json') => void;
  editForm: (formData: JsonObject) => void;
  editText: (text: string) => void;
  /** Faults of single fields, which hold no value yet. */
  fieldFaults: ReadonlyMap<string, string>;
  onFault: (id: string, fault: string | undefined) => void;
  /** Takes arguments of before. */
  take: (given: JsonObject) => void;
}

const textOf = (value: unknown) => JSON.stringify(value, null, 2);

function ofForm(formData: JsonObject): State {
  const given = filledIn(formData) as JsonObject;
  return { formData, given, text: textOf(given), isLossy: false };
}

function ofText(text: string, before: State): State {
  const broken = { ...before, text, given: undefined };
  try {
    const { plain, exact } = parseExactly(text.trim() || '{}');
    if (!isObject(plain))
      return { ...broken, jsonFault: { kind: 'notObject' } };
    return {
      text,
      formData: plain,
      given: exact as JsonObject,
      isLossy: exact !== plain,
    };
  } catch (error) {
    const { message: reason } = error as Error;
    return { ...broken, jsonFault: { kind: 'notJson', reason } };
  }
}

/** Begins with the defaults of the form. */
export function useDraft(plan: FormPlan): Draft {
  const hasForm = 'schema' in plan;
  const [state, setState] = useState(() =>
    ofForm(hasForm ? ((defaultsOf(plan.schema) ?? {}) as JsonObject) : {}),
  );
  const [view, setView] = useState<Draft['view']>(hasForm ? 'form' : 'json');
  const [fieldFaults, setFieldFaults] = useState<ReadonlyMap<string, string>>(
    new Map(),
  );
  const show = useCallback((next: Draft['view']) => {
    // Fields of the form that is gone hold nothing any more.
    setFieldFaults(new Map());
    setView(next);
  }, []);
  const editForm = useCallback(
    (formData: JsonObject) =>
      setState(before =>
        // The form tells what it shows, also where nobody has changed it.
        textOf(filledIn(formData)) === textOf(filledIn(before.formData))
          ? { ...before, formData }
          : ofForm(formData),
      ),
    [],
  );
  const editText = useCallback(
    (text: string) => setState(before => ofText(text, before)),
    [],
  );
  const take = useCallback(
    (given: JsonObject) => {
      setFieldFaults(new Map());
      editText(textOf(given));
    },
    [editText],
  );
  const onFault = useCallback(
    (id: string, fault: string | undefined) =>
      setFieldFaults(before => {
        if (before.get(id) === fault) return before;
        const after = new Map(before);
        if (fault) after.set(id, fault);
        else after.delete(id);
        return after;
      }),
    [],
  );
  return useMemo(
    () => ({
      ...{ ...state, plan, view, show, editForm, editText },
      ...{ fieldFaults, onFault, take },
    }),
    [state, plan, view, show, editForm, editText, fieldFaults, onFault, take],
  );
}
