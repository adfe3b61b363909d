import { type RefObject, useEffect } from 'react';
import type { Pictures } from '../../room/pictures';

/** Tells the room how large somebody's picture is, as long as it is on the screen. */
export function usePictureSize(
  ref: RefObject<HTMLElement | null>,
  pictures: Pictures | undefined,
  consumerId: string | undefined,
): void {
  useEffect(() => {
    const element = ref.current;
    if (element === null || pictures === undefined || consumerId === undefined) return;
    const view = {};
    const measure = (): void =>
      pictures.shows(view, consumerId, {
        width: element.clientWidth,
        height: element.clientHeight,
      });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => {
      observer.disconnect();
      pictures.shows(view, consumerId);
    };
  }, [ref, pictures, consumerId]);
}
