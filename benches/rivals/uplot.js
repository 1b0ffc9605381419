// The same screen drawn with uPlot: called with charts, series, points, width and height.
(function (charts, series, points, width, height) {
  const times = [];
  const columns = Array.from({ length: charts * series }, () => []);
  const colors = ["#56b4e9", "#00a67a", "#dd95bb"];
  let plots = null;
  let next = 0;
  const data = (chart) => [times, ...columns.slice(chart * series, (chart + 1) * series)];
  const axis = { stroke: "#9aa5b4", grid: { stroke: "#252c36", width: 1 } };
  const make = (_, chart) => {
    const div = document.createElement("div");
    document.body.append(div);
    const line = (s) => ({ stroke: colors[s % 3], width: 1.5, points: { show: false } });
    const options = {
      width,
      height,
      legend: { show: false },
      cursor: { show: false },
      series: [{}, ...Array.from({ length: series }, (_, s) => line(s))],
      axes: [axis, axis],
    };
    return new uPlot(options, data(chart), div);
  };
  return {
    push(row) {
      if (times.length === points) {
        times.shift();
        columns.forEach((column) => column.shift());
      }
      times.push(1742047200 + next++);
      columns.forEach((column, at) => column.push(row[at]));
    },
    draw() {
      plots ??= Array.from({ length: charts }, make);
      plots.forEach((plot, chart) => plot.setData(data(chart)));
      return new Promise((done) => queueMicrotask(done));
    },
  };
});
