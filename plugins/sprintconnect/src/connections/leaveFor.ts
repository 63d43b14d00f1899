/** Opens an address outside the portal in this tab. Throws where it is not http(s): it comes from what a server names. */
export function leaveFor(url: string): void {
  if (!/^https?:$/.test(new URL(url).protocol)) {
    throw new Error("The login page's address isn't http or https.");
  }
  window.location.assign(url);
}
