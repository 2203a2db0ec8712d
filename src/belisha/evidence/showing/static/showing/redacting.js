// Boxes drawn with mouse or finger. They go into the same field that the numbers go into; the server paints them.
const form = document.getElementById("redacting");
const board = form?.querySelector(".showing-board");

if (board) {
  const field = form.elements.namedItem("boxes");
  const page = form.dataset.page;
  const list = form.querySelector(".showing-boxes");
  const none = form.querySelector(".showing-none");
  let from = null;
  let drawn = null;

  const boxes = () => field.value.split(" ").filter(Boolean);
  const within = (value) => Math.min(100, Math.max(0, value));

  const place = (event) => {
    const frame = board.getBoundingClientRect();
    return [within(((event.clientX - frame.left) / frame.width) * 100), within(((event.clientY - frame.top) / frame.height) * 100)];
  };

  const sides = (one, other) => [
    Math.min(one[0], other[0]), Math.min(one[1], other[1]), Math.abs(one[0] - other[0]), Math.abs(one[1] - other[1]),
  ];

  const lay = (box, [left, top, width, height]) => {
    Object.assign(box.style, { left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${height}%` });
  };

  const keep = (box, said) => {
    const text = `${page}:${said.map((side) => side.toFixed(2)).join(",")}`;
    field.value = [...boxes(), text].join(" ");
    const line = document.createElement("li");
    const [left, top, width, height] = said.map((side) => side.toFixed(1));
    line.append(`${left} % from the left, ${top} % from the top, ${width} % wide, ${height} % high `);
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "govuk-button govuk-button--secondary showing-small";
    remove.textContent = "Remove";
    remove.addEventListener("click", () => {
      const kept = boxes();
      kept.splice(kept.lastIndexOf(text), 1);
      field.value = kept.join(" ");
      box.remove();
      line.remove();
      none.hidden = kept.length > 0;
      board.focus?.();
    });
    line.append(remove);
    list.append(line);
    none.hidden = true;
  };

  board.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    event.preventDefault();
    board.setPointerCapture(event.pointerId);
    from = place(event);
    drawn = document.createElement("div");
    drawn.className = "showing-box";
    board.append(drawn);
  });
  board.addEventListener("pointermove", (event) => {
    if (from) lay(drawn, sides(from, place(event)));
  });
  const end = (event) => {
    if (!from) return;
    const said = sides(from, place(event));
    // A click is no box.
    if (event.type === "pointercancel" || said[2] < 0.3 || said[3] < 0.3) drawn.remove();
    else {
      lay(drawn, said);
      keep(drawn, said);
    }
    from = drawn = null;
  };
  board.addEventListener("pointerup", end);
  board.addEventListener("pointercancel", end);
  board.classList.add("showing-board--ready");
  form.querySelector(".showing-drawable").hidden = false;
}
