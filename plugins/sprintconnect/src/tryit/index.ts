/**
 * Try it: a capability of a server, used by hand.
 *
 * Owns: the page `/sprintconnect/servers/{id}/try/{kind}/{name}`: the form for the arguments, the run, and how a result looks.
 * Promises: what runs is what stands in the form or in the JSON beside it, to the last digit; it is checked by the backend before it runs,
 * and asks again where it may destroy. A schema or a result of a stranger never makes the page hang, loads nothing and runs nothing: what is
 * too much for a form is typed as JSON, what is long is shown part by part.
 * Never: decides what a person may use or which arguments fit; the backend does, by the same steps as for agents. It keeps no run longer than
 * the tab is open.
 * Fails: shows what the backend answered, faults at their fields; a call that is broken off says that the server may have done some of it.
 */
export { TryPage } from './TryPage';
