// The chart of a series: a colour for each source, a form for each kind of statement, a bar for what is open.
"use strict";

const box = document.getElementById("chart");
const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const SYMBOLS = { actual: "circle", estimate: "roundRect", forecast: "circle", target: "diamond" };
// Told apart by most who do not see all colours, on paper and in the dark.
const LIGHT = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#B07800", "#3B8FC2", "#7A5195", "#8C6D31"];
const DARK = ["#4DA3E0", "#F08A4B", "#3CC99A", "#E39AC6", "#F0B840", "#8AD0F5", "#B99AD8", "#C9AC74"];
const SCALES = [[1e12, "万亿"], [1e8, "亿"], [1e4, "万"]];

function short(value, percent) {
  if (percent) return `${value}%`;
  const scale = SCALES.find(([size]) => Math.abs(value) >= size);
  return scale ? `${+(value / scale[0]).toPrecision(6)}${scale[1]}` : String(+value.toPrecision(8));
}

const middle = (point) => (Date.parse(point.start) + Date.parse(point.end)) / 2;

// A bar from the lower to the upper end; an arrow from a bound to where the truth may be.
function drawOpen(params, api) {
  const [x, low] = api.coord([api.value(0), api.value(1)]);
  const high = api.coord([api.value(0), api.value(2)])[1];
  const stroke = { stroke: api.visual("color"), lineWidth: 2, fill: null };
  const bound = api.value(3);
  if (!bound) {
    const caps = [low, high].map((y) => ({ type: "line", shape: { x1: x - 6, x2: x + 6, y1: y, y2: y }, style: stroke }));
    return { type: "group", children: [{ type: "line", shape: { x1: x, x2: x, y1: low, y2: high }, style: stroke }, ...caps] };
  }
  const tip = low - bound * 34;
  const points = [[x - 5, tip + bound * 8], [x, tip], [x + 5, tip + bound * 8]];
  return {
    type: "group",
    children: [
      { type: "line", shape: { x1: x, x2: x, y1: low, y2: tip }, style: stroke },
      { type: "polyline", shape: { points }, style: stroke },
    ],
  };
}

function seriesOf(data) {
  const held = new Map(data.points.map((point) => [point.id, point]));
  const line = data.line.map((id) => [middle(held.get(id)), held.get(id).value]);
  const all = [{ type: "line", data: line, symbol: "none", silent: true, lineStyle: { color: style("--soft"), width: 1.5 }, color: style("--soft") }];
  const colours = style("color-scheme") === "dark" ? DARK : LIGHT;
  data.sources.forEach((source, index) => {
    const color = colours[index % colours.length];
    const points = data.points.filter((point) => point.source === source);
    all.push({
      name: source,
      color,
      type: "scatter",
      data: points.map((point) => ({
        value: [middle(point), point.value],
        symbol: SYMBOLS[point.modality],
        symbolSize: String(point.id) === box.dataset.claim ? 20 : 13,
        itemStyle: { color: point.modality === "forecast" ? style("--card") : color, borderColor: color, borderWidth: 2, opacity: point.newest ? 1 : 0.4 },
        says: point.says,
        claim: point.id,
      })),
    });
    const open = points.filter((point) => point.bound !== "none");
    all.push({
      name: source,
      color,
      type: "custom",
      silent: true,
      renderItem: drawOpen,
      data: open.map((point) => [middle(point), point.low ?? point.value, point.high ?? point.value, { above: 1, below: -1, around: 0 }[point.bound]]),
    });
  });
  return all;
}

async function draw() {
  const answer = await fetch(box.dataset.chart);
  const data = await answer.json();
  if (!answer.ok) {
    box.textContent = data.error;
    return;
  }
  const chart = echarts.init(box, null, { renderer: "canvas" });
  const days = data.points.flatMap((point) => [Date.parse(point.start), Date.parse(point.end)]);
  const room = (Math.max(...days) - Math.min(...days)) * 0.02;
  const ends = [Math.min(...days) - room, Math.max(...days) + room];
  const show = () => {
    const text = { color: style("--soft") };
    chart.setOption({
      animation: false,
      backgroundColor: style("--card"),
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      grid: { left: 78, right: 28, top: 56, bottom: 44 },
      legend: { data: data.sources, top: 10, type: "scroll", textStyle: { color: style("--ink") } },
      tooltip: { renderMode: "richText", confine: true, formatter: (params) => params.data.says },
      // A year's label stands behind the line where it begins.
      xAxis: { type: "time", min: ends[0], max: ends[1], axisLabel: { ...text, align: "left", padding: [0, 0, 0, 4] }, splitLine: { show: true, lineStyle: { color: style("--line"), type: "dotted" } } },
      yAxis: { type: "value", scale: true, name: data.percent ? "" : data.unit, nameTextStyle: { ...text, align: "right", padding: [0, 8, 0, 0] }, axisLabel: { ...text, formatter: (value) => short(value, data.percent) }, splitLine: { lineStyle: { color: style("--line") } } },
      series: seriesOf(data),
    });
  };
  show();
  chart.on("click", (params) => {
    if (params.data?.claim) location.href = `/claims/${params.data.claim}`;
  });
  addEventListener("resize", () => chart.resize());
  document.getElementById("theme").addEventListener("click", () => setTimeout(show));
}

draw();
