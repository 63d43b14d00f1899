import userEvent from '@testing-library/user-event';

/**
 * Pastes into a field, after what is in it. A form is drawn once for it, and with `userEvent.type` once for each character: that is for
 * what happens while somebody types.
 */
export async function paste(field: HTMLElement, text: string): Promise<void> {
  await userEvent.click(field);
  await userEvent.paste(text);
}
