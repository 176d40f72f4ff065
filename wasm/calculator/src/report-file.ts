// The report as one file that opens anywhere: no script, nothing from elsewhere, light on any screen.

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** The page's rules as they are printed: what is for the printer holds on every screen, and dark never. */
function rules(): string {
  const all = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  const text = (rule: CSSRule): readonly string[] => {
    if (!(rule instanceof CSSMediaRule)) return [rule.cssText];
    return rule.conditionText === "print" ? [...rule.cssRules].map(({ cssText }) => cssText) : [];
  };
  // What is said of the printer comes last, as it does in the page.
  return all.flatMap(text).join("\n");
}

const SCREEN = `
body { padding: 24px 16px; }
.report { max-width: 23cm; margin: 0 auto; overflow-wrap: break-word; }
@media (max-width: 40em) { .report .columns { display: block; } .report table { display: block; overflow-x: auto; } }
@media print { body { padding: 0; } .report { max-width: none; } }`;

/** A document with the report in it. What it says is text: it cannot run. */
export function reportFile(report: Element, title: string): string {
  const shown = report.cloneNode(true) as Element;
  shown.removeAttribute("aria-hidden");
  const policy = "default-src 'none'; style-src 'unsafe-inline'";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${rules().replaceAll("</", "<\\/")}${SCREEN}</style>
</head>
<body>
<main>${shown.outerHTML}</main>
</body>
</html>
`;
}
