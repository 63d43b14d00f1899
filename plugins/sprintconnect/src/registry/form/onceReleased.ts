/**
 * Runs `work` now or, while a pointer is pressed, just after its release: what moves under a pressed pointer
 * leaves the click with nothing.
 */
export function onceReleased(work: () => void) {
  if (document.querySelector('body:active')) {
    window.addEventListener('pointerup', () => setTimeout(work), {
      once: true,
    });
  } else {
    work();
  }
}
