// Ask before something that is hard to take back: <form data-confirm="Withdraw it?">.

export function confirmFirst() {
  const dialog = document.getElementById("confirm");
  if (!dialog?.showModal) return;
  const question = dialog.querySelector(".dialog__question");
  let waiting = null;

  document.addEventListener("submit", (event) => {
    const asked = event.submitter?.dataset.confirm || event.target.dataset.confirm;
    if (!asked || event.target.dataset.confirmed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting = { form: event.target, button: event.submitter };
    question.textContent = asked;
    dialog.showModal();
  }, true);

  dialog.querySelector("[data-confirm-yes]").addEventListener("click", () => {
    dialog.close();
    waiting.form.dataset.confirmed = "yes";
    waiting.form.requestSubmit(waiting.button);
  });
  dialog.querySelector("[data-confirm-no]").addEventListener("click", () => dialog.close());
}
