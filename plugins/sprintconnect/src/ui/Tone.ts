/** What a colour means, wherever it is: in words, a mark or a ground; see `tone.module.css`. */
export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger';
