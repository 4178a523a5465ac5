import { evaluateInWorkbench } from './driver.ts';

/** What the status bar says of the live check; null where it says nothing. */
export interface Shown {
  readonly text: string;
  readonly label: string;
  readonly look: string;
}

const reading = `(() => {
  const item = document.getElementById('ssot-migrator.ssot-migrator.ssot.liveCheck');
  if (item === null || item.classList.contains('hide')) return null;
  return {
    text: item.innerText.trim(),
    label: item.querySelector('a')?.getAttribute('aria-label') ?? '',
    look: item.className,
  };
})()`;

export const shown = async (): Promise<Shown | null> => (await evaluateInWorkbench(reading)) as Shown | null;
