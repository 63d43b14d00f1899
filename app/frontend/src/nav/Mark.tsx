/** Our mark: a hub and the three servers it joins, one line for each. */
export const Mark = () => (
  <svg width="28" height="28" viewBox="0 0 28 28" aria-hidden="true">
    <g stroke="#4fd1b5" strokeWidth="2" strokeLinecap="round">
      <path d="M14 14 5 6M14 14 24 8M14 14 11 24.5" />
    </g>
    <g fill="currentColor">
      <circle cx="5" cy="6" r="3" />
      <circle cx="24" cy="8" r="3" />
      <circle cx="11" cy="24" r="3" />
    </g>
    <circle cx="14" cy="14" r="5" fill="#4fd1b5" />
  </svg>
);
