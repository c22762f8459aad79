// A field takes as much of a longer text as it holds, and the browser does not say so.

export function sayWhatWasCut() {
  document.addEventListener("paste", ({ target, clipboardData }) => {
    document.querySelector("[data-cut]")?.remove();
    const { maxLength, selectionStart, selectionEnd, value = "" } = target;
    const pasted = clipboardData.getData("text").replaceAll("\r\n", "\n");
    if (!(maxLength > 0) || value.length - (selectionEnd - selectionStart) + pasted.length <= maxLength) return;
    const said = document.createElement("p");
    said.className = "field__error";
    said.dataset.cut = "";
    said.setAttribute("role", "alert");
    said.textContent = document.body.dataset.cutSentence.replace("{n}", maxLength);
    target.after(said);
  });
}
