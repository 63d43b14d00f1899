import { characters } from './characters';

/** Control characters, written out: generators of requests and of clients do not know `\p{Cc}`. */
const C1 = String.raw`\u007f-\u009f`;
const CONTROLS = String.raw`\u0000-\u001f` + C1;
const CONTROLS_IN_LINES =
  String.raw`\u0000-\u0008\u000b\u000c\u000e-\u001f` + C1;
/** Half of a character, which UTF-8 cannot hold; JSON can, as `"\ud800"`. */
const HALF = /\p{Cs}/u;

/** A text of one line. */
export function oneLine(max: number) {
  return without(CONTROLS, max, "can't contain control characters");
}

/** A text of several lines, with tabs. U+0000 is refused, because PostgreSQL cannot hold it. */
export function lines(max: number) {
  return without(
    CONTROLS_IN_LINES,
    max,
    "can't contain control characters other than tabs and line breaks",
  );
}

function without(controls: string, max: number, message: string) {
  return characters(max)
    .regex(new RegExp(`^[^${controls}]*$`), message)
    .refine(text => !HALF.test(text), message);
}
