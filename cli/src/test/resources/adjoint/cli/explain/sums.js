/* The window's sum at each place of what a page starts with, over inputs and taps that count 1, 2, 3. */
(initial) => {
    const { op, axes: asked } = JSON.parse(initial);
    const axes = asked.map((p) => geometry.resolve(op, p));
    const counting = (extents, index) => 1 + index.reduce((at, i, a) => at * extents[a] + i, 0);
    const [rows, columns] = axes.map(geometry.result);
    return rows.cells.flatMap((_, r) => columns.cells.map((__, c) => geometry.sum(axes, [rows.start + r, columns.start + c],
        (index) => counting(axes.map(geometry.inputExtent), index), (tap) => counting(axes.map((axis) => axis.kernel), tap))));
}
