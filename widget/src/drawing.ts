/** Small line drawings, and the one on the button. */
const SVG = "http://www.w3.org/2000/svg";

/** A small line drawing in the colour of the text beside it, silent to screen readers. */
export function drawing(lines: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.ariaHidden = "true";
  path.setAttribute("d", lines);
  svg.append(path);
  return svg;
}

export const signpost = "M12 3v18M9 21h6M6 5h10l3 2.5L16 10H6zM18 12H9l-3 2.2L9 16.5h9z";
