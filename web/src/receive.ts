// A file dropped anywhere on the page.
/** Gives the first file that is dropped on an element; while one is held over it, the element says so by its class. */
export function receive(element: HTMLElement, take: (file: File) => void): void {
  const hasFile = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
  element.addEventListener("dragover", (event) => {
    if (!hasFile(event)) return;
    event.preventDefault();
    element.classList.add("receives");
  });
  for (const end of ["dragleave", "drop"] as const) element.addEventListener(end, () => element.classList.remove("receives"));
  element.addEventListener("drop", (event) => {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    take(file);
  });
}
