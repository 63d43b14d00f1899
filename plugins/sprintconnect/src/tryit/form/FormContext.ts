/** What fields of a form tell whoever holds it. */
export interface FormContext {
  /** A field holds something that is no value, such as half a number; undefined: no longer. */
  onFault: (id: string, fault: string | undefined) => void;
}
